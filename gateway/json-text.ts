/** @returns undefined when the text is not JSON (which never stands for undefined) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

const mostLevels = 500;
// A text of this length cannot nest deeply enough to exhaust the stack of whoever writes it out again.
const harmlessLength = 4_000;

/** Whether a parsed text nests no deeper than anything that is written by hand or by our clients. */
export function nestsReasonably(value: unknown, textLength: number): boolean {
  const within = (part: unknown, level: number): boolean => {
    if (typeof part !== 'object' || part === null) return true;
    if (level === mostLevels) return false;
    for (const inner of Array.isArray(part) ? part : Object.values(part)) if (!within(inner, level + 1)) return false;
    return true;
  };
  return textLength < harmlessLength || within(value, 0);
}
