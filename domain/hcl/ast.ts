/** Offsets into the source text: start inclusive, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

export type TemplatePart =
  | { kind: 'text'; value: string }
  | { kind: 'interpolation'; expression: Expression; stripLeft: boolean; stripRight: boolean }
  | { kind: 'if'; condition: Expression; then: TemplatePart[]; otherwise: TemplatePart[] }
  | { kind: 'for'; keyName: string | null; valueName: string; collection: Expression; body: TemplatePart[] };

export type TraversalStep =
  | { kind: 'attribute'; name: string }
  | { kind: 'index'; key: Expression }
  /** `.*` (attribute splat) or `[*]` (full splat); the steps behind it apply to each element. */
  | { kind: 'splat'; full: boolean };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** A Terraform expression. */
export type Expression = Span &
  (
    | { kind: 'null' }
    | { kind: 'boolean'; value: boolean }
    /** raw keeps digits that a double cannot hold. */
    | { kind: 'number'; value: number; raw: string }
    /** A quoted string without any template sequence; value is unescaped. */
    | { kind: 'string'; value: string }
    /** A quoted string or heredoc with template sequences. indent: the `<<-` form. */
    | { kind: 'template'; parts: TemplatePart[]; heredoc: { tag: string; indent: boolean } | null }
    | { kind: 'tuple'; items: Expression[] }
    | { kind: 'object'; items: { key: Expression; value: Expression }[] }
    /** root: a bare name such as var, local, each, aws_vpc; steps follow. */
    | { kind: 'traversal'; root: string; steps: TraversalStep[] }
    /** steps applied to something else than a name, e.g. f(x).y */
    | { kind: 'relative'; source: Expression; steps: TraversalStep[] }
    | { kind: 'call'; name: string; arguments: Expression[]; expand: boolean }
    | { kind: 'unary'; operator: '-' | '!'; operand: Expression }
    | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
    | { kind: 'conditional'; condition: Expression; then: Expression; otherwise: Expression }
    | { kind: 'parentheses'; inner: Expression }
    /** key null: a tuple; grouped: `...` behind the value. */
    | {
        kind: 'for';
        keyName: string | null;
        valueName: string;
        collection: Expression;
        key: Expression | null;
        value: Expression;
        grouped: boolean;
        condition: Expression | null;
      }
  );

export interface AttributeNode extends Span {
  kind: 'attribute';
  name: string;
  expression: Expression;
}

export interface BlockNode extends Span {
  kind: 'block';
  type: string;
  labels: string[];
  body: BodyItem[];
}

export type BodyItem = AttributeNode | BlockNode;

export interface HclFile {
  path: string;
  text: string;
  body: BodyItem[];
}
