/** SHA-1 and the SHA-2 family (FIPS 180-4) over bytes: domain code runs in a browser too, where no synchronous digest exists. */

function padded(data: Uint8Array, block: 64 | 128): Uint8Array {
  const lengthBytes = block / 8;
  const size = Math.ceil((data.length + 1 + lengthBytes) / block) * block;
  const out = new Uint8Array(size);
  out.set(data);
  out[data.length] = 0x80;
  const bits = BigInt(data.length) * 8n;
  for (let index = 0; index < 8; index += 1) out[size - 1 - index] = Number((bits >> BigInt(8 * index)) & 0xffn);
  return out;
}

function bytesOfWords(words: Uint32Array): Uint8Array {
  const out = new Uint8Array(words.length * 4);
  const view = new DataView(out.buffer);
  words.forEach((word, index) => view.setUint32(index * 4, word));
  return out;
}

const rotateLeft = (value: number, count: number): number => (value << count) | (value >>> (32 - count));
const rotateRight = (value: number, count: number): number => (value >>> count) | (value << (32 - count));

export function sha1(data: Uint8Array): Uint8Array {
  const message = padded(data, 64);
  const view = new DataView(message.buffer);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Uint32Array(80);
  for (let offset = 0; offset < message.length; offset += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(offset + t * 4);
    for (let t = 16; t < 80; t += 1) words[t] = rotateLeft(words[t - 3]! ^ words[t - 8]! ^ words[t - 14]! ^ words[t - 16]!, 1);
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let t = 0; t < 80; t += 1) {
      const [mix, constant] = sha1Round(t, b, c, d);
      const next = (rotateLeft(a, 5) + mix + e + constant + words[t]!) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, index) => (state[index] = state[index]! + value));
  }
  return bytesOfWords(state);
}

function sha1Round(t: number, b: number, c: number, d: number): [number, number] {
  if (t < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (t < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (t < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
};

/** floor(root * 2^bits), by Newton's method on integers. */
function integerRoot(value: bigint, degree: bigint): bigint {
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / Number(degree)));
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The first 64 bits of the fractional part of a prime's root: where both families take their constants from. */
const fraction = (prime: number, degree: bigint): bigint => BigInt.asUintN(64, integerRoot(BigInt(prime) << (64n * degree), degree));

const constants512 = primes(80).map((prime) => fraction(prime, 3n));
const start512 = primes(8).map((prime) => fraction(prime, 2n));
const constants256 = Uint32Array.from(constants512.slice(0, 64), (value) => Number(value >> 32n));
const start256 = Uint32Array.from(start512, (value) => Number(value >> 32n));

export function sha256(data: Uint8Array): Uint8Array {
  const message = padded(data, 64);
  const view = new DataView(message.buffer);
  const state = Uint32Array.from(start256);
  const words = new Uint32Array(64);
  for (let offset = 0; offset < message.length; offset += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(offset + t * 4);
    for (let t = 16; t < 64; t += 1) {
      const early = words[t - 15]!;
      const late = words[t - 2]!;
      const s0 = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
      const s1 = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
      words[t] = words[t - 16]! + s0 + words[t - 7]! + s1;
    }
    compress256(state, words);
  }
  return bytesOfWords(state);
}

function compress256(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t += 1) {
    const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + constants256[t]! + words[t]!) | 0;
    const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = state[index]! + value));
}

const rotate64 = (value: bigint, count: bigint): bigint => BigInt.asUintN(64, (value >> count) | (value << (64n - count)));

export function sha512(data: Uint8Array): Uint8Array {
  const message = padded(data, 128);
  const view = new DataView(message.buffer);
  const state = [...start512];
  const words: bigint[] = [];
  for (let offset = 0; offset < message.length; offset += 128) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getBigUint64(offset + t * 8);
    for (let t = 16; t < 80; t += 1) {
      const early = words[t - 15]!;
      const late = words[t - 2]!;
      const s0 = rotate64(early, 1n) ^ rotate64(early, 8n) ^ (early >> 7n);
      const s1 = rotate64(late, 19n) ^ rotate64(late, 61n) ^ (late >> 6n);
      words[t] = BigInt.asUintN(64, words[t - 16]! + s0 + words[t - 7]! + s1);
    }
    compress512(state, words);
  }
  const out = new Uint8Array(64);
  const outView = new DataView(out.buffer);
  state.forEach((word, index) => outView.setBigUint64(index * 8, word));
  return out;
}

function compress512(state: bigint[], words: bigint[]): void {
  let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (let t = 0; t < 80; t += 1) {
    const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
    const first = h + s1 + ((e & f) ^ (BigInt.asUintN(64, ~e) & g)) + constants512[t]! + words[t]!;
    const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
    const second = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, BigInt.asUintN(64, d + first), c, b, a, BigInt.asUintN(64, first + second)];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = BigInt.asUintN(64, state[index]! + value)));
}
