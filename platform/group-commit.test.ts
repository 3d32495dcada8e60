import { describe, expect, it } from '@jest/globals';
import { createGroupCommit } from './group-commit';

describe('createGroupCommit', () => {
  it('handles what comes at once together, and what comes meanwhile as the next batch, in order', async () => {
    const batches: number[][] = [];
    const handle = createGroupCommit<number>({ most: 3, handle: async (items) => void batches.push([...items]) });
    await Promise.all([1, 2, 3, 4].map(handle));
    await handle(5);
    expect(batches).toEqual([[1, 2, 3], [4], [5]]);
  });

  it('fails only the item that is at fault, after the batch was undone', async () => {
    const kept: number[] = [];
    const handle = createGroupCommit<number>({
      most: 10,
      handle: async (items) => {
        if (items.includes(2)) throw new Error('two');
        kept.push(...items);
      },
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map(handle));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(kept).toEqual([1, 3]);
  });

  it('goes on after a failure', async () => {
    let calls = 0;
    const handle = createGroupCommit<string>({
      most: 1,
      handle: async () => {
        calls += 1;
        if (calls === 1) throw new Error('first');
      },
    });
    await expect(handle('a')).rejects.toThrow('first');
    await expect(handle('b')).resolves.toBeUndefined();
  });
});
