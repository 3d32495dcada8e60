const shape = /^[^\s@"<>()[\]\\,;:\0]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** The e-mail in the form in which accounts are unique; null when it cannot be one. */
export function normalizeEmail(email: string): string | null {
  const normal = email.trim().normalize('NFC').toLowerCase();
  return normal.length <= 254 && shape.test(normal) ? normal : null;
}
