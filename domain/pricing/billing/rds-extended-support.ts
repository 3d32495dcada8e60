import { ownValue } from '../own-value';

/**
 * Start of extended support (years 1 and 2) and of its third year, by engine and major version.
 * Source: Amazon RDS user guide, release calendars of RDS for MySQL and RDS for PostgreSQL.
 */
const calendar: Record<string, Record<string, { start: string; third: string | null }>> = {
  mysql: { '5.7': { start: '2024-03-01', third: '2026-03-01' }, '8.0': { start: '2026-08-01', third: '2028-08-01' } },
  postgres: {
    '11': { start: '2024-04-01', third: '2026-04-01' },
    '12': { start: '2025-03-01', third: '2027-03-01' },
    '13': { start: '2026-03-01', third: '2028-03-01' },
    '14': { start: '2027-03-01', third: '2029-03-01' },
  },
};

/** Which price of extended support applies on a day (YYYY-MM-DD): 1 for the first two years, 3 after; undefined: none. */
export function extendedSupportYear(engine: string, version: string | undefined, day: string): 1 | 3 | undefined {
  if (version === undefined) return undefined;
  const major = engine === 'mysql' ? version.split('.').slice(0, 2).join('.') : (version.split('.')[0] ?? '');
  const dates = ownValue(ownValue(calendar, engine) ?? {}, major);
  if (!dates || day < dates.start) return undefined;
  return dates.third !== null && day >= dates.third ? 3 : 1;
}
