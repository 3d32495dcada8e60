import type { SourcePosition } from '../diagnostic';

/** How deep blocks and expressions may nest in a text that is accepted. */
export const MAX_DEPTH = 200;

/** How tall the tree of an expression may become: a chain of operators nests to the left without nesting in the text. */
const MAX_HEIGHT = 1000;

/** A place where the text leaves the grammar. It never leaves the parser: parse.ts turns it into a diagnostic. */
export class SyntaxFault extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const LINE_FEED = 10;

export const isIdentifierStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isIdentifierPart = (code: number): boolean => isIdentifierStart(code) || isDigit(code) || code === 45;

/** A cursor over HCL text that knows blanks, comments and identifiers; the parsers of bodies, expressions and templates share it. */
export class Scanner {
  position = 0;
  /** Inside brackets, parentheses and interpolations a line feed is a blank; elsewhere it ends an item. */
  newlineIsBlank = false;
  private depth = 0;
  private height = 0;

  constructor(readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.position = 1;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  code(ahead = 0): number {
    return this.text.charCodeAt(this.position + ahead);
  }

  at(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Steps over the token if it stands here. */
  take(token: string): boolean {
    if (!this.at(token)) return false;
    this.position += token.length;
    return true;
  }

  expect(token: string, fault: string): void {
    if (!this.take(token)) this.fail(fault);
  }

  fail(message: string, offset = this.position): never {
    throw new SyntaxFault(message, Math.min(offset, this.text.length));
  }

  skipBlanks(withNewlines = this.newlineIsBlank): void {
    for (;;) {
      const code = this.code();
      if (code === 32 || code === 9 || code === 13 || (code === LINE_FEED && withNewlines)) this.position++;
      else if (code === 35 || (code === 47 && this.code(1) === 47)) this.position = this.lineEnd();
      else if (code === 47 && this.code(1) === 42) this.skipBlockComment();
      else return;
    }
  }

  private skipBlockComment(): void {
    const end = this.text.indexOf('*/', this.position + 2);
    if (end < 0) this.fail('This comment is not closed');
    this.position = end + 2;
  }

  /** Offset of the line feed that ends the current line, or the end of the text. */
  lineEnd(): number {
    const end = this.text.indexOf('\n', this.position);
    return end < 0 ? this.text.length : end;
  }

  identifier(): string | null {
    const start = this.position;
    if (!isIdentifierStart(this.code())) return null;
    this.position++;
    while (isIdentifierPart(this.code())) this.position++;
    return this.text.slice(start, this.position);
  }

  /** Steps over the keyword if it stands here as a whole word. */
  takeKeyword(keyword: string): boolean {
    if (!this.at(keyword) || isIdentifierPart(this.code(keyword.length))) return false;
    this.position += keyword.length;
    return true;
  }

  /** Parses something nested, with its own rule for line feeds, within the bound on depth. */
  nested<T>(newlineIsBlank: boolean, parse: () => T): T {
    if (++this.depth > MAX_DEPTH) this.fail(`This is nested deeper than ${MAX_DEPTH} levels`);
    const outer = this.newlineIsBlank;
    const siblings = this.height;
    this.newlineIsBlank = newlineIsBlank;
    this.height = 0;
    const result = parse();
    this.height = Math.max(siblings, this.height + 1);
    this.newlineIsBlank = outer;
    this.depth--;
    return result;
  }

  /** Parses operands that are joined from the left: each join puts the tree so far one level deeper. */
  chain<T>(first: () => T, join: (left: T) => T | null): T {
    const siblings = this.height;
    this.height = 0;
    let result = first();
    for (;;) {
      const left = this.height;
      this.height = 0;
      const joined = join(result);
      if (joined === null) {
        this.height = Math.max(siblings, left);
        return result;
      }
      this.height = Math.max(left, this.height) + 1;
      if (this.height > MAX_HEIGHT) this.fail(`This chains more than ${MAX_HEIGHT} operators`);
      result = joined;
    }
  }
}

/** Line and column, both from 1 and the column in characters, of an offset into a text. */
export function positionAt(text: string, offset: number, file: string): SourcePosition {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { file, line, column: [...text.slice(lineStart, offset)].length + 1 };
}
