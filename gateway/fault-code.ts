/** The `code` of what Node or undici threw, e.g. ECONNREFUSED; empty for anything else. */
export const faultCode = (fault: unknown): string =>
  typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
