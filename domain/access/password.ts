/** Longest password that is hashed, in characters. */
export const longestPassword = 128;
const shortestPassword = 10;
const common = new Set([
  'password',
  'passwort',
  'qwertyuiop',
  '1234567890',
  '12345678910',
  'letmein123',
  'iloveyou123',
  'password123',
  'password1234',
  'qwerty12345',
  'administrator',
  'changeme123',
  'welcome123',
  'correcthorse',
]);

/** The form in which passwords are compared, whatever keyboard typed them; null: nothing that can be a password. */
export function normalizePassword(password: string): string | null {
  if (password.length > longestPassword * 4 || password.includes('\0')) return null;
  const normal = password.normalize('NFKC');
  return [...normal].length <= longestPassword ? normal : null;
}

/**
 * Why a new password is refused; null when it is good enough. Length and not being guessable count, not character classes.
 *
 * @param password normalised
 */
export function passwordWeakness(password: string, email: string): string | null {
  if ([...password].length < shortestPassword) return `A password has at least ${shortestPassword} characters.`;
  if (new Set(password.toLowerCase()).size < 5) return 'The password repeats too few different characters.';
  const lower = password.toLowerCase();
  if (common.has(lower)) return 'The password is one of the most used ones.';
  const local = email.split('@')[0]!;
  if (lower === email || (local.length >= 4 && lower.replaceAll(/[\d\W_]/g, '') === local.replaceAll(/[\d\W_]/g, '')))
    return 'The password is made from the e-mail address.';
  return null;
}
