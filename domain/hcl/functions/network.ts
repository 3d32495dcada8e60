import { InvalidValue, toInteger, toText } from './conversion';
import type { Value } from '../value';
import { whole, type FunctionFamily } from './signature';

interface Prefix {
  /** First address of the prefix. */
  base: bigint;
  length: number;
  bits: 32 | 128;
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((total, part) => total * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)!;
  if (last.at(-1)?.includes('.')) {
    const tail = parseIpv4(last.pop()!);
    if (tail === undefined) return undefined;
    last.push((tail >> 16n).toString(16), (tail & 0xffffn).toString(16));
  }
  const missing = 8 - groups.flat().length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = halves.length === 2 ? [...groups[0]!, ...Array.from({ length: missing }, () => '0'), ...groups[1]!] : groups[0]!;
  if (all.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((total, group) => total * 65_536n + BigInt(`0x${group}`), 0n);
}

function parsePrefix(text: string): Prefix {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const v4 = match ? parseIpv4(match[1]!) : undefined;
  const address = match ? (v4 ?? parseIpv6(match[1]!)) : undefined;
  const bits = v4 === undefined ? 128 : 32;
  const length = Number(match?.[2]);
  if (address === undefined || length > bits) throw new InvalidValue(`invalid CIDR expression: invalid CIDR address: ${text.slice(0, 60)}`);
  const host = BigInt(bits - length);
  return { base: (address >> host) << host, length, bits };
}

/** The longest run of two or more zero groups is written :: (RFC 5952). */
function ipv6Text(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_unused, index) => ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
  const runs = [
    ...groups
      .map((group) => (group === '0' ? '0' : 'x'))
      .join('')
      .matchAll(/0{2,}/g),
  ];
  const longest = runs.sort((a, b) => b[0].length - a[0].length || a.index - b.index)[0];
  if (!longest) return groups.join(':');
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(longest.index + longest[0].length).join(':')}`;
}

const ipv4Text = (address: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
const addressText = (address: bigint, bits: 32 | 128): string => (bits === 32 ? ipv4Text(address) : ipv6Text(address));
const prefixText = (prefix: Prefix): string => `${addressText(prefix.base, prefix.bits)}/${prefix.length}`;

function host(prefix: Prefix, number: number): Value {
  const size = 1n << BigInt(prefix.bits - prefix.length);
  const index = BigInt(number);
  if (index >= size || -index > size) throw new InvalidValue(`prefix of ${prefix.length} does not accommodate a host numbered ${number}`);
  return addressText(prefix.base + (index < 0n ? size + index : index), prefix.bits);
}

function netmask(prefix: Prefix): Value {
  if (prefix.bits !== 32) throw new InvalidValue('IPv6 addresses cannot have a netmask');
  return ipv4Text(((1n << 32n) - 1n) ^ ((1n << BigInt(32 - prefix.length)) - 1n));
}

function subnet(prefix: Prefix, newBits: number, number: number): Value {
  const length = prefix.length + newBits;
  if (newBits < 0 || length > prefix.bits)
    throw new InvalidValue(`insufficient address space to extend prefix of ${prefix.length} by ${newBits}`);
  const count = 1n << BigInt(newBits);
  const index = BigInt(number);
  if (index >= count || -index > count)
    throw new InvalidValue(`prefix extension of ${newBits} does not accommodate a subnet numbered ${number}`);
  const position = index < 0n ? count + index : index;
  return prefixText({ base: prefix.base + (position << BigInt(prefix.bits - length)), length, bits: prefix.bits });
}

function subnets(prefix: Prefix, sizes: number[]): Value {
  const end = prefix.base + (1n << BigInt(prefix.bits - prefix.length));
  let next = prefix.base;
  return sizes.map((newBits) => {
    const length = prefix.length + newBits;
    if (newBits < 1) throw new InvalidValue('must extend prefix by at least one bit');
    if (length > prefix.bits) throw new InvalidValue(`would extend prefix to ${length} bits, which is too long for the address`);
    const size = 1n << BigInt(prefix.bits - length);
    const base = ((next + size - 1n) / size) * size;
    if (base + size > end) throw new InvalidValue(`not enough remaining address space for a subnet with a prefix of ${length} bits`);
    next = base + size;
    return prefixText({ base, length, bits: prefix.bits });
  });
}

export const networkFunctions: FunctionFamily = {
  cidrhost: whole(2, 2, ([prefix, number]) => host(parsePrefix(toText(prefix!)), toInteger(number!))),
  cidrnetmask: whole(1, 1, ([prefix]) => netmask(parsePrefix(toText(prefix!)))),
  cidrsubnet: whole(3, 3, ([prefix, bits, number]) => subnet(parsePrefix(toText(prefix!)), toInteger(bits!), toInteger(number!))),
  cidrsubnets: whole(1, Infinity, ([prefix, ...sizes]) => subnets(parsePrefix(toText(prefix!)), sizes.map(toInteger))),
};
