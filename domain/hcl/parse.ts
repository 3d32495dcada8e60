import type { Diagnostic } from '../diagnostic';
import type { Expression, HclFile } from './ast';
import { parseFileBody } from './body-parser';
import { parseExpressionAt, templateExpression } from './expression-parser';
import { positionAt, Scanner, SyntaxFault } from './scanner';
import { parseTemplateParts } from './template-parser';

export interface ParsedFile {
  /** null when the text does not parse. */
  file: HclFile | null;
  diagnostics: Diagnostic[];
}

export interface ParsedExpression {
  /** null when the text does not parse. */
  expression: Expression | null;
  diagnostics: Diagnostic[];
}

/**
 * Parses a file of HCL native syntax (github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md), in linear time.
 * Never throws: a fault is one diagnostic HCL_SYNTAX with file, line and column. Nesting is bounded by 200 levels.
 */
export function parseFile(path: string, text: string): ParsedFile {
  const { value, diagnostics } = guarded(text, path, (scanner) => ({ path, text, body: parseFileBody(scanner) }));
  return { file: value, diagnostics };
}

/** Parses a single expression, as it stands behind `=` or between `${` and `}`; line ends do not matter. */
export function parseExpression(text: string, file = 'expression'): ParsedExpression {
  const { value, diagnostics } = guarded(text, file, (scanner) => {
    scanner.newlineIsBlank = true;
    scanner.skipBlanks();
    const expression = parseExpressionAt(scanner);
    scanner.skipBlanks();
    if (!scanner.atEnd) scanner.fail('The expression ends before this');
    return expression;
  });
  return { expression: value, diagnostics };
}

/**
 * Parses a string of Terraform's JSON syntax: `a-${var.x}-$${literal}` is a template, `${var.x}` alone is the expression
 * itself, and a string without any sequence is a string. Spans count in the given text; backslashes are plain characters.
 */
export function parseTemplate(text: string, file = 'expression'): ParsedExpression {
  if (!text.includes('${') && !text.includes('%{'))
    return { expression: { kind: 'string', value: text, start: 0, end: text.length }, diagnostics: [] };
  const { value, diagnostics } = guarded(text, file, (scanner) => {
    scanner.position = 0;
    const parts = parseTemplateParts(scanner, { quoted: false, offset: text.length }, parseExpressionAt);
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'interpolation') return only.expression;
    return templateExpression(parts, null, { start: 0, end: text.length });
  });
  return { expression: value, diagnostics };
}

function guarded<T>(text: string, file: string, parse: (scanner: Scanner) => T): { value: T | null; diagnostics: Diagnostic[] } {
  try {
    return { value: parse(new Scanner(text)), diagnostics: [] };
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return {
      value: null,
      diagnostics: [{ severity: 'CRITICAL', code: 'HCL_SYNTAX', summary: fault.message, source: positionAt(text, fault.offset, file) }],
    };
  }
}
