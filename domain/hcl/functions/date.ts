import { UNKNOWN } from '../value';
import { InvalidValue, toText } from './conversion';
import { any, whole, type FunctionFamily } from './signature';

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const unitMilliseconds: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

interface Timestamp {
  /** Milliseconds since 1970 in UTC. */
  instant: number;
  /** The local clock as a UTC date, so that its getUTC methods read the fields. */
  local: Date;
  /** Z or an offset such as +02:00. */
  zone: string;
}

function parseTimestamp(text: string): Timestamp {
  const match = pattern.exec(text);
  const local = match ? new Date(`${text.slice(0, 19)}Z`) : null;
  if (!match || !local || Number.isNaN(local.getTime()) || local.getUTCDate() !== Number(match[3]))
    throw new InvalidValue(`${JSON.stringify(text.slice(0, 60))} is not a valid RFC 3339 timestamp`);
  const zone = match[8]!;
  const minutes = zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const fraction = Number(`0.${match[7] ?? '0'}`) * 1_000;
  return { instant: local.getTime() - minutes * 60_000 + fraction, local, zone };
}

const two = (value: number): string => String(value).padStart(2, '0');

function zoneText(sequence: string, zone: string): string {
  const offset = zone === 'Z' ? '+00:00' : zone;
  if (sequence === 'Z') return zone;
  if (sequence === 'ZZZZZ') return offset;
  if (sequence === 'ZZZ' && zone === 'Z') return 'UTC';
  return offset.replace(':', '');
}

function field(sequence: string, { local, zone }: Timestamp): string | undefined {
  const year = String(local.getUTCFullYear()).padStart(4, '0');
  const hour = local.getUTCHours();
  const clock = hour % 12 === 0 ? 12 : hour % 12;
  const table: Record<string, () => string> = {
    YYYY: () => year,
    YY: () => year.slice(2),
    MMMM: () => months[local.getUTCMonth()]!,
    MMM: () => months[local.getUTCMonth()]!.slice(0, 3),
    MM: () => two(local.getUTCMonth() + 1),
    M: () => String(local.getUTCMonth() + 1),
    DD: () => two(local.getUTCDate()),
    D: () => String(local.getUTCDate()),
    EEEE: () => days[local.getUTCDay()]!,
    EEE: () => days[local.getUTCDay()]!.slice(0, 3),
    hh: () => two(hour),
    h: () => String(hour),
    HH: () => two(clock),
    H: () => String(clock),
    AA: () => (hour < 12 ? 'AM' : 'PM'),
    aa: () => (hour < 12 ? 'am' : 'pm'),
    mm: () => two(local.getUTCMinutes()),
    m: () => String(local.getUTCMinutes()),
    ss: () => two(local.getUTCSeconds()),
    s: () => String(local.getUTCSeconds()),
    ZZZZZ: () => zoneText(sequence, zone),
    ZZZZ: () => zoneText(sequence, zone),
    ZZZ: () => zoneText(sequence, zone),
    Z: () => zoneText(sequence, zone),
  };
  return Object.hasOwn(table, sequence) ? table[sequence]!() : undefined;
}

function formatDate(format: string, timestamp: Timestamp): string {
  return format.replace(/'((?:[^']|'')*)('?)|([A-Za-z])\3*/g, (match, literal: string | undefined, close: string | undefined) => {
    if (literal !== undefined) {
      if (close !== "'") throw new InvalidValue("unterminated literal ' in the date format");
      return literal.replaceAll("''", "'");
    }
    const text = field(match, timestamp);
    if (text === undefined) throw new InvalidValue(`unsupported date format sequence "${match}"`);
    return text;
  });
}

/** Go's ParseDuration, in milliseconds. */
function parseDuration(text: string): number {
  const match = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.exec(text);
  if (text === '0') return 0;
  if (!match) throw new InvalidValue(`${JSON.stringify(text.slice(0, 60))} is not a valid duration`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g))
    total += Number(amount) * unitMilliseconds[unit!]!;
  return match[1] === '-' ? -total : total;
}

function addTime(timestamp: Timestamp, duration: string): string {
  const shifted = new Date(timestamp.local.getTime() + parseDuration(duration));
  return `${shifted.toISOString().slice(0, 19)}${timestamp.zone}`;
}

const later = any(0, 0, () => UNKNOWN);

export const dateFunctions: FunctionFamily = {
  formatdate: whole(2, 2, ([format, time]) => formatDate(toText(format!), parseTimestamp(toText(time!)))),
  timeadd: whole(2, 2, ([time, duration]) => addTime(parseTimestamp(toText(time!)), toText(duration!))),
  timecmp: whole(2, 2, ([left, right]) => Math.sign(parseTimestamp(toText(left!)).instant - parseTimestamp(toText(right!)).instant)),
  // The engine's clock decides.
  timestamp: later,
  plantimestamp: later,
};
