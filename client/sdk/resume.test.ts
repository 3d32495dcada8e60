import { describe, expect, it } from '@jest/globals';
import { LintelError } from './error';
import { resume, type ResumeOptions } from './resume';

interface Step {
  cursor: string;
}
type Script = (string | LintelError)[];

const broken = () => new LintelError({ code: 'NETWORK_ERROR', message: 'broke' });
const refused = () => new LintelError({ code: 'UNAUTHENTICATED', message: 'expired' });

/** Each script plays one connection: cursors are delivered, an error breaks it. */
function play(scripts: Script[], overrides: Partial<ResumeOptions<Step>> = {}) {
  const opened: (string | undefined)[] = [];
  const waits: number[] = [];
  const stream = resume<Step>({
    open: async function* (after) {
      const script = scripts[opened.length] ?? [];
      opened.push(after);
      for (const entry of script) {
        if (entry instanceof LintelError) throw entry;
        yield { cursor: entry };
      }
    },
    renew: async () => true,
    wait: async (milliseconds) => void waits.push(milliseconds),
    now: () => 0,
    random: () => 1,
    signal: new AbortController().signal,
    ...overrides,
  });
  return { stream, opened, waits };
}

async function cursorsOf(stream: AsyncIterable<Step>): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of stream) seen.push(event.cursor);
  return seen;
}

describe('a resumed stream', () => {
  it('goes on after the last cursor, without gap or repetition', async () => {
    const { stream, opened } = play([['1', '2', broken()], [broken()], ['2', '3']]);
    expect(await cursorsOf(stream)).toEqual(['1', '2', '3']);
    expect(opened).toEqual([undefined, '2', '2']);
  });

  it('starts from the cursor it is given', async () => {
    const { stream, opened } = play([['8']], { after: '7' });
    expect(await cursorsOf(stream)).toEqual(['8']);
    expect(opened).toEqual(['7']);
  });

  it('waits longer after each failure in a row, and anew after an event', async () => {
    const { stream, waits } = play([[broken()], [broken()], [broken()], ['1', broken()], []]);
    await cursorsOf(stream);
    expect(waits).toEqual([250, 500, 1000, 250]);
  });

  it('never waits longer than 15 seconds', async () => {
    const { stream, waits } = play([...Array.from({ length: 12 }, () => [broken()]), []]);
    await cursorsOf(stream);
    expect(Math.max(...waits)).toBe(15_000);
  });

  it('renews a refused credential and goes on', async () => {
    const renewals: number[] = [];
    const { stream, opened } = play([['1', refused()], ['2']], { renew: async () => renewals.push(1) > 0 });
    expect(await cursorsOf(stream)).toEqual(['1', '2']);
    expect(renewals).toHaveLength(1);
    expect(opened).toEqual([undefined, '1']);
  });

  it('keeps trying while the renewal itself meets a broken network', async () => {
    let attempts = 0;
    const renew = async () => {
      attempts += 1;
      if (attempts === 1) throw broken();
      return true;
    };
    const { stream, waits } = play([[refused()], ['1']], { renew });
    expect(await cursorsOf(stream)).toEqual(['1']);
    expect(waits).toHaveLength(1);
  });

  it('gives up when a renewed credential is refused as well', async () => {
    const { stream, opened } = play([[refused()], [refused()]]);
    await expect(cursorsOf(stream)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(opened).toHaveLength(2);
  });

  it('passes on what waiting does not cure', async () => {
    const { stream } = play([['1', new LintelError({ code: 'CURSOR_EXPIRED', message: 'too old' })]]);
    await expect(cursorsOf(stream)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
  });

  it('ends quietly when it is aborted', async () => {
    const controller = new AbortController();
    const { stream, opened } = play([[broken()], ['1']], { signal: controller.signal, wait: async () => controller.abort() });
    expect(await cursorsOf(stream)).toEqual([]);
    expect(opened).toHaveLength(1);
  });
});
