// The engine's side of the pool: instantiates the module it is handed and answers one request at a time. Plain JavaScript without imports beyond
// Node, since worker threads load it from its path, untouched by a bundler or a TypeScript loader.
import { randomFillSync } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

const BAD_DESCRIPTOR = 8; // WASI errno EBADF
const STDERR_KEPT = 4096;

/** What Go's runtime wrote to standard error during this call: before it dies it names the cause first, then every stack. */
let lastWords = '';

/**
 * The dozen WASI calls that Go's runtime makes. No files, no sockets, no environment but the collector's setting: the guest can reach nothing.
 * @param {() => ArrayBuffer} memory
 * @returns {Record<string, (...args: any[]) => number>}
 */
function wasi(memory) {
  const view = () => new DataView(memory());
  const environment = [Buffer.from('GOGC=200\0')];
  const args = [Buffer.from('rego\0')];

  /** @param {Buffer[]} list */
  const sizesOf = (list) => (/** @type {number} */ countAt, /** @type {number} */ bytesAt) => {
    view().setUint32(countAt, list.length, true);
    view().setUint32(
      bytesAt,
      list.reduce((sum, item) => sum + item.length, 0),
      true,
    );
    return 0;
  };
  /** @param {Buffer[]} list */
  const contentsOf = (list) => (/** @type {number} */ pointersAt, /** @type {number} */ start) => {
    let at = start;
    list.forEach((item, index) => {
      view().setUint32(pointersAt + 4 * index, at, true);
      new Uint8Array(memory()).set(item, at);
      at += item.length;
    });
    return 0;
  };

  return {
    args_sizes_get: sizesOf(args),
    args_get: contentsOf(args),
    environ_sizes_get: sizesOf(environment),
    environ_get: contentsOf(environment),
    clock_time_get(id, _precision, at) {
      const wallClock = id === 0;
      view().setBigUint64(at, wallClock ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint(), true);
      return 0;
    },
    random_get(at, length) {
      randomFillSync(new Uint8Array(memory(), at, length));
      return 0;
    },
    fd_write(_descriptor, vectors, count, writtenAt) {
      let written = 0;
      for (let index = 0; index < count; index++) {
        const at = view().getUint32(vectors + 8 * index, true);
        const length = view().getUint32(vectors + 8 * index + 4, true);
        if (lastWords.length < STDERR_KEPT) lastWords += Buffer.from(memory(), at, Math.min(length, STDERR_KEPT)).toString();
        written += length;
      }
      view().setUint32(writtenAt, written, true);
      return 0;
    },
    sched_yield: () => 0,
    proc_exit(code) {
      throw new Error(`the engine exited with ${code}`);
    },
    // Every subscription is reported as due at once: with one thread there is nothing to wait for.
    poll_oneoff(subscriptions, events, count, countAt) {
      for (let index = 0; index < count; index++) {
        const memoryView = view();
        memoryView.setBigUint64(events + 32 * index, memoryView.getBigUint64(subscriptions + 48 * index, true), true);
        memoryView.setUint16(events + 32 * index + 8, 0, true);
        memoryView.setUint8(events + 32 * index + 10, memoryView.getUint8(subscriptions + 48 * index + 8));
      }
      view().setUint32(countAt, count, true);
      return 0;
    },
  };
}

/**
 * @param {WebAssembly.Module} module
 * @returns {{call: (text: string) => string, memoryBytes: () => number}}
 */
function instantiate(module) {
  /** @type {any} */
  let guest;
  const memory = () => guest.memory.buffer;
  const known = wasi(memory);
  const imports = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, known[name] ?? (() => BAD_DESCRIPTOR)]));
  guest = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports }).exports;
  guest._initialize();

  const call = (/** @type {string} */ text) => {
    lastWords = '';
    const request = Buffer.from(text);
    const at = guest.rego_alloc(request.length) >>> 0;
    new Uint8Array(memory(), at, request.length).set(request);
    const length = guest.rego_call(request.length);
    return Buffer.from(memory(), guest.rego_ptr() >>> 0, length).toString();
  };
  return { call, memoryBytes: () => memory().byteLength };
}

/** @param {unknown} error */
function causeOfDeath(error) {
  if (/out of memory|cannot allocate/i.test(lastWords)) return 'out_of_memory';
  if (error instanceof RangeError) return 'stack_exhausted';
  return 'engine_died';
}

// One small evaluation makes V8 compile the parser, the compiler and the evaluator before a caller waits for them.
const warmUp = [
  {
    op: 'load',
    id: 'warm-up',
    modules: { 'w.rego': 'package w\n\np contains x if {\n\tsome x in input.l\n\tx > 1\n\tsprintf("%d", [x]) != ""\n}\n' },
  },
  { op: 'eval', id: 'warm-up', query: 'data.w.p = x', input: { l: [1, 2] }, deadline_ms: 10_000 },
  { op: 'drop', id: 'warm-up' },
];

if (parentPort !== null) {
  const port = parentPort;
  const engine = instantiate(workerData.module);
  for (const request of warmUp) engine.call(JSON.stringify(request));
  port.on('message', ({ id, text }) => {
    try {
      const answer = engine.call(text);
      port.postMessage({ id, answer, memoryBytes: engine.memoryBytes() });
    } catch (error) {
      // A trapped instance is in no state to go on: say why, and let the pool start another.
      port.postMessage({ id, fatal: causeOfDeath(error) });
      port.close();
    }
  });
  port.postMessage({ ready: true });
}
