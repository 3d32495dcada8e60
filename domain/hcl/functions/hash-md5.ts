const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Uint32Array.from({ length: 64 }, (_unused, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));

/** MD5 (RFC 1321) over bytes: a checksum here, never a protection. */
export function md5(data: Uint8Array): Uint8Array {
  const size = Math.ceil((data.length + 9) / 64) * 64;
  const message = new Uint8Array(size);
  message.set(data);
  message[data.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(size - 8, BigInt(data.length) * 8n, true);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let offset = 0; offset < size; offset += 64) compress(state, view, offset);
  const out = new Uint8Array(16);
  const outView = new DataView(out.buffer);
  state.forEach((word, index) => outView.setUint32(index * 4, word, true));
  return out;
}

function compress(state: Uint32Array, view: DataView, offset: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let t = 0; t < 64; t += 1) {
    const round = t >> 4;
    const [mix, index] = step(round, t, b, c, d);
    const sum = (a + mix + sines[t]! + view.getUint32(offset + index * 4, true)) | 0;
    const count = shifts[round * 4 + (t & 3)]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << count) | (sum >>> (32 - count)))) | 0];
  }
  [a, b, c, d].forEach((value, index) => (state[index] = state[index]! + value));
}

function step(round: number, t: number, b: number, c: number, d: number): [number, number] {
  if (round === 0) return [(b & c) | (~b & d), t];
  if (round === 1) return [(d & b) | (~d & c), (5 * t + 1) % 16];
  if (round === 2) return [b ^ c ^ d, (3 * t + 5) % 16];
  return [c ^ (b | ~d), (7 * t) % 16];
}
