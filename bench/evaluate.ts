import { MessageChannel } from 'node:worker_threads';
import { createDomainWork } from '#workers/domain-work';
import { terraform } from './kit/designs';
import { report, reportLoad, timed } from './kit/measure';

/** Plan and apply of 5,000 new resources with the built-in engine on a worker thread; held against the import of the same design. */
const resources = 5_000;
const work = createDomainWork({ threads: 1 });
const files = [{ path: 'main.tf', content: terraform(resources) }];
await work.importHcl(files);
const imported = await work.importHcl(files);
if (!imported.ok) throw new Error(JSON.stringify(imported.fault));
const { content } = imported.value;
const [importMs] = await timed(1, () => work.importHcl(files));

const order = {
  content,
  variables: {},
  priorState: null,
  objects: new Map(),
  mode: 'apply',
  lineage: 'bench',
  now: '2026-01-01T00:00:00.000Z',
  scan: false,
} as const;
const at = performance.now();
const planned = await work.plan(order);
const planMs = performance.now() - at;
if (!planned.ok) throw new Error(JSON.stringify(planned.fault));

const { port1, port2 } = new MessageChannel();
let events = 0;
port1.on('message', () => (events += 1));
const [applyMs] = await timed(1, async () => {
  await work.transferring([port2]).apply({ plan: planned.value.plan, objects: new Map(), port: port2 });
});
port1.close();
await work.stop();
reportLoad();
report(`import of ${resources} resources, warm`, importMs!);
report(`plan of ${resources} resources`, planMs, { against: ['import', importMs!] });
report(`apply of ${resources} resources, ${events} events`, applyMs!, { against: ['import', importMs!] });
