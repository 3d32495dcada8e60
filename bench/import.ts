import { spawnSync } from 'node:child_process';
import { createDomainWork } from '#workers/domain-work';
import { Owner } from '../tests/kit/seed';
import { terraform } from './kit/designs';
import { startLintel, withFolder } from './kit/lintel';
import { median, report, reportLoad, timed } from './kit/measure';

/** Import of 5,000 resources: parse, analyse and hash on a worker thread, and the same through the API with the write; held against HashiCorp's parser as wasm, which only parses. */
const resources = 5_000;
const rounds = 3;
const content = terraform(resources);

/** In a process of its own: the wasm parser leaves its memory behind. */
function parseWithHcl2json(): number {
  const program = `
    import { parse } from '@cdktn/hcl2json';
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    await parse('warm.tf', 'a = 1');
    const at = performance.now();
    await parse('main.tf', text);
    process.stdout.write(String(performance.now() - at));
    process.exit(0);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    input: content,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

const baseline = median(Array.from({ length: rounds }, parseWithHcl2json));
const work = createDomainWork({ threads: 1 });
const onThread = await timed(rounds + 1, async () => {
  const read = await work.importHcl([{ path: 'main.tf', content }]);
  if (!read.ok || read.value.importedResources !== resources) throw new Error('not everything was imported');
});
await work.stop();

const throughApi = await withFolder(async (folder) => {
  const lintel = await startLintel(folder);
  try {
    const owner = await Owner.signUp(lintel.url);
    const project = await owner.project();
    await project.blueprint();
    return await timed(rounds, (round) => project.blueprint(content, `Large ${round}`));
  } finally {
    await lintel.stop();
  }
});
reportLoad();
report(`parse with hcl2json alone (${(content.length / 1_048_576).toFixed(1)} MB)`, baseline);
report('worker thread, cold (catalog read)', onThread[0]!, { against: ['hcl2json', baseline] });
report('worker thread, warm', median(onThread.slice(1)), { against: ['hcl2json', baseline] });
report(`through the API, ${resources} resources`, median(throughApi), { against: ['hcl2json', baseline] });
