const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';

/** Pattern of an IPv4 range whose prefix has one of the given lengths, e.g. '1[6-9]|20'. */
export const rangePattern = (lengths: string): string => `^${octet}(\\.${octet}){3}/(${lengths})$`;

export const anyRange = rangePattern('\\d|[12]\\d|3[0-2]');

/** The addresses that no one on the internet has. */
export const privateRanges: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

export const everywhere = '0.0.0.0/0';
