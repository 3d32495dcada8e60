import type { Expression } from './ast';

interface Marked {
  start: number;
  stripLeft: boolean;
  stripRight: boolean;
}

/** A template before its directives are nested; text comes line by line, each with its line feed. */
export type TemplateToken =
  | { kind: 'text'; value: string }
  | (Marked & { kind: 'interpolation'; expression: Expression })
  | (Marked & { kind: 'if'; condition: Expression })
  | (Marked & { kind: 'for'; keyName: string | null; valueName: string; collection: Expression })
  | (Marked & { kind: 'else' | 'endif' | 'endfor' });

/** Applies the `~` of sequences: HCL trims the one text token beside it, which ends at a line feed. */
export function trimAtMarkers(tokens: TemplateToken[]): void {
  tokens.forEach((token, index) => {
    if (token.kind === 'text') return;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (token.stripLeft && before?.kind === 'text') before.value = before.value.trimEnd();
    if (token.stripRight && after?.kind === 'text') after.value = after.value.trimStart();
  });
}

/** Takes the indentation that all lines of a `<<-` heredoc share off each of them; blank lines neither count nor change. */
export function dedent(tokens: TemplateToken[]): void {
  const lineStarts: { kind: 'text'; value: string }[] = [];
  let smallest = Infinity;
  let atLineStart = true;
  for (const token of tokens) {
    if (token.kind !== 'text') {
      if (atLineStart) smallest = 0;
      atLineStart = false;
      continue;
    }
    const isBlankLine = token.value.endsWith('\n') && token.value.trim() === '';
    if (atLineStart && !isBlankLine) {
      smallest = Math.min(smallest, token.value.length - token.value.trimStart().length);
      lineStarts.push(token);
    }
    atLineStart = token.value.endsWith('\n');
  }
  if (smallest > 0) for (const line of lineStarts) line.value = line.value.slice(smallest);
}
