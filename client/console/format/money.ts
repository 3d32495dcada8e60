/**
 * An exact decimal amount as money in the reader's notation, e.g. ("78.080000", "USD") -> "$78.08". The digits go to
 * Intl as text, so no amount passes through a binary float. Rounded to the currency's own minor unit, for display only.
 */
export function formatMoney(amount: string, currency: string, locale?: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as `${number}`);
  } catch (fault) {
    if (fault instanceof RangeError) return `${amount} ${currency}`; // a currency code that Intl does not accept
    throw fault;
  }
}
