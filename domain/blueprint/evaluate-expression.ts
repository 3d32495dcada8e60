import type { Diagnostic } from '../diagnostic';
import type { Expression } from '../hcl/ast';
import { evaluate, type Scope } from '../hcl/evaluate';
import { referencesOf, type Reference } from '../hcl/references';
import { parseTemplate } from '../hcl/parse';
import { UNKNOWN, type Value } from '../hcl/value';

interface Parsed {
  expression: Expression | null;
  diagnostics: Diagnostic[];
  references: Reference[];
}

/** True when a string of a blueprint is more than itself: it holds a template sequence. */
export const isTemplate = (text: string): boolean => text.includes('${') || text.includes('%{');

/** The expressions of one design; each distinct text is parsed once. */
export class ExpressionCache {
  private readonly parsed = new Map<string, Parsed>();

  private parse(text: string): Parsed {
    let parsed = this.parsed.get(text);
    if (!parsed) {
      const { expression, diagnostics } = parseTemplate(text);
      parsed = { expression, diagnostics, references: expression ? referencesOf(expression) : [] };
      this.parsed.set(text, parsed);
    }
    return parsed;
  }

  references(text: string): Reference[] {
    return isTemplate(text) ? this.parse(text).references : [];
  }

  evaluate(text: string, scope: Scope): { value: Value; diagnostics: Diagnostic[] } {
    if (!isTemplate(text)) return { value: text, diagnostics: [] };
    const parsed = this.parse(text);
    return parsed.expression ? evaluate(parsed.expression, scope) : { value: UNKNOWN, diagnostics: parsed.diagnostics };
  }
}
