import type { Expression, TemplatePart } from './ast';
import { MAX_DEPTH, type Scanner } from './scanner';
import { dedent, trimAtMarkers, type TemplateToken } from './template-tokens';

/** Where a template ends: at its closing quote, or at an offset (heredoc, JSON string). */
type TemplateEnd = { quoted: true } | { quoted: false; offset: number };

type ParseExpression = (scanner: Scanner) => Expression;

/**
 * Parses the inside of a template up to its end, which stays unread. The trim markers `~` are applied to the text beside
 * them, as HCL does, so stripLeft and stripRight of the result are false.
 */
export function parseTemplateParts(
  scanner: Scanner,
  end: TemplateEnd,
  parseExpression: ParseExpression,
  indentedHeredoc = false,
): TemplatePart[] {
  const tokens = new TokenReader(scanner, end, parseExpression).read();
  trimAtMarkers(tokens);
  if (indentedHeredoc) dedent(tokens);
  return nest(scanner, tokens);
}

class TokenReader {
  private readonly tokens: TemplateToken[] = [];
  private text = '';

  constructor(
    private readonly scanner: Scanner,
    private readonly end: TemplateEnd,
    private readonly parseExpression: ParseExpression,
  ) {}

  read(): TemplateToken[] {
    const { scanner } = this;
    let plainStart = scanner.position;
    const takePlain = (): void => {
      this.text += scanner.text.slice(plainStart, scanner.position);
    };
    while (!this.atEnd()) {
      const code = scanner.code();
      const isSigil = code === 36 || code === 37;
      if (isSigil && scanner.code(1) === code && scanner.code(2) === 123) {
        scanner.position++;
        this.text += scanner.text.slice(plainStart, scanner.position);
        scanner.position += 1;
        plainStart = scanner.position;
        scanner.position += 1;
      } else if (isSigil && scanner.code(1) === 123) {
        takePlain();
        this.endText();
        this.sequence(code === 37);
        plainStart = scanner.position;
      } else if (code === 92 && this.end.quoted) {
        takePlain();
        this.text += this.escape();
        plainStart = scanner.position;
      } else if (code === 10) {
        if (this.end.quoted) scanner.fail('A quoted string may not run over a line end');
        scanner.position++;
        takePlain();
        this.endText();
        plainStart = scanner.position;
      } else scanner.position++;
    }
    takePlain();
    this.endText();
    return this.tokens;
  }

  private atEnd(): boolean {
    const { scanner, end } = this;
    if (!end.quoted) {
      if (scanner.position > end.offset) scanner.fail('A sequence runs over the end of this template', end.offset);
      return scanner.position === end.offset;
    }
    if (scanner.atEnd) scanner.fail('This string is not closed');
    return scanner.code() === 34;
  }

  private endText(): void {
    if (this.text !== '') this.tokens.push({ kind: 'text', value: this.text });
    this.text = '';
  }

  private escape(): string {
    const { scanner } = this;
    const start = scanner.position;
    const letter = scanner.text[start + 1] ?? '';
    const simple = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' }[letter];
    if (simple !== undefined) {
      scanner.position += 2;
      return simple;
    }
    const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    const hex = scanner.text.slice(start + 2, start + 2 + digits);
    const codePoint = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? parseInt(hex, 16) : -1;
    if (codePoint < 0 || codePoint > 0x10ffff) scanner.fail('This escape sequence is unknown; a backslash is written \\\\');
    scanner.position += 2 + digits;
    return String.fromCodePoint(codePoint);
  }

  /** ${...} or %{...}. */
  private sequence(isDirective: boolean): void {
    const { scanner } = this;
    const start = scanner.position;
    scanner.position += 2;
    const stripLeft = scanner.take('~');
    const token = scanner.nested(true, () => {
      scanner.skipBlanks();
      const inner = isDirective ? this.directive(start) : ({ kind: 'interpolation', expression: this.parseExpression(scanner) } as const);
      scanner.skipBlanks();
      return { ...inner, start, stripLeft, stripRight: scanner.take('~') };
    });
    scanner.expect(
      '}',
      isDirective ? 'This template directive is not closed by }' : 'This interpolation is not closed by } behind its expression',
    );
    this.tokens.push(token);
  }

  private directive(start: number) {
    const { scanner } = this;
    const keyword = scanner.identifier();
    scanner.skipBlanks();
    if (keyword === 'if') return { kind: 'if', condition: this.parseExpression(scanner) } as const;
    if (keyword === 'for') return this.forDirective();
    if (keyword === 'else' || keyword === 'endif' || keyword === 'endfor') return { kind: keyword } as const;
    return scanner.fail('A template directive is one of if, else, endif, for, endfor', start);
  }

  private forDirective() {
    const { scanner } = this;
    const first = this.loopName();
    const second = scanner.take(',') ? this.loopName() : null;
    if (!scanner.takeKeyword('in')) scanner.fail('A for directive reads: for name in collection');
    scanner.skipBlanks();
    const collection = this.parseExpression(scanner);
    return { kind: 'for', keyName: second === null ? null : first, valueName: second ?? first, collection } as const;
  }

  private loopName(): string {
    const { scanner } = this;
    scanner.skipBlanks();
    const name = scanner.identifier() ?? scanner.fail('A for directive needs a name for each element');
    scanner.skipBlanks();
    return name;
  }
}

interface OpenDirective {
  part: Extract<TemplatePart, { kind: 'if' | 'for' }>;
  inElse: boolean;
  offset: number;
}

/** Puts what stands between a directive and its end into the directive. */
function nest(scanner: Scanner, tokens: TemplateToken[]): TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: OpenDirective[] = [];
  const current = (): TemplatePart[] => {
    const top = open.at(-1);
    if (!top) return root;
    if (top.part.kind === 'for') return top.part.body;
    return top.inElse ? top.part.otherwise : top.part.then;
  };
  const begin = (part: OpenDirective['part'], offset: number): void => {
    if (open.length >= MAX_DEPTH) scanner.fail(`This is nested deeper than ${MAX_DEPTH} levels`, offset);
    current().push(part);
    open.push({ part, inElse: false, offset });
  };
  const close = (kind: 'if' | 'for', offset: number): void => {
    if (open.pop()?.part.kind !== kind) scanner.fail(`This end${kind} has no ${kind} before it`, offset);
  };
  for (const token of tokens) {
    if (token.kind === 'text') appendText(current(), token.value);
    else if (token.kind === 'interpolation')
      current().push({ kind: 'interpolation', expression: token.expression, stripLeft: false, stripRight: false });
    else if (token.kind === 'if') begin({ kind: 'if', condition: token.condition, then: [], otherwise: [] }, token.start);
    else if (token.kind === 'for')
      begin({ kind: 'for', keyName: token.keyName, valueName: token.valueName, collection: token.collection, body: [] }, token.start);
    else if (token.kind === 'else') {
      const top = open.at(-1);
      if (top?.part.kind !== 'if' || top.inElse) return scanner.fail('This else has no if before it', token.start);
      top.inElse = true;
    } else close(token.kind === 'endif' ? 'if' : 'for', token.start);
  }
  const unclosed = open.at(-1);
  if (unclosed) scanner.fail(`This ${unclosed.part.kind} has no end${unclosed.part.kind}`, unclosed.offset);
  return root;
}

/** Lines are read one by one for the trim rules; beside each other they are one text again. */
function appendText(parts: TemplatePart[], value: string): void {
  if (value === '') return;
  const last = parts.at(-1);
  if (last?.kind === 'text') last.value += value;
  else parts.push({ kind: 'text', value });
}
