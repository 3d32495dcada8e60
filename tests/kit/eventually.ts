import { pause } from '#platform/database/backoff';

/**
 * Asks again until an answer fits: for what the product promises to happen within a time and announces to nobody.
 *
 * @throws with the last answer when none has fitted within `ms`
 */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, ms: number): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`Not within ${ms} ms; the last answer: ${JSON.stringify(answer)?.slice(0, 500)}`);
    await pause(50);
  }
}
