import fc, { type Arbitrary } from 'fast-check';
import type { BinaryOperator, BodyItem, Expression, TemplatePart, TraversalStep } from './ast';

const span = { start: 0, end: 0 };
const RESERVED = new Set(['for', 'if', 'in', 'null', 'true', 'false', 'else', 'endif', 'endfor']);
const STRENGTH: Record<BinaryOperator, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}(-[a-z])?$/).filter((text) => !RESERVED.has(text));
const text = fc
  .oneof(fc.string({ unit: 'grapheme-ascii', maxLength: 12 }), fc.constantFrom('${', '%{', '$${x}', '\\', '"', '\n', '$', '~}', 'EOT'))
  .filter((value) => !/[$%]$/.test(value));
const number = fc
  .integer({ min: -1000, max: 100_000 })
  .map((value): Expression => ({ kind: 'number', value, raw: String(value), ...span }));

const strength = (tree: Expression): number =>
  tree.kind === 'conditional'
    ? 0
    : tree.kind === 'binary'
      ? STRENGTH[tree.operator]
      : tree.kind === 'unary' || (tree.kind === 'number' && tree.value < 0)
        ? 7
        : 8;
/** The parser gives a parentheses node wherever they are needed. */
const atLeast = (needed: number, tree: Expression): Expression =>
  strength(tree) >= needed ? tree : { kind: 'parentheses', inner: tree, ...span };

const { expression } = fc.letrec<{ expression: Expression; step: TraversalStep; parts: TemplatePart[]; key: Expression }>((tie) => ({
  step: fc.oneof(
    name.map((label): TraversalStep => ({ kind: 'attribute', name: label })),
    tie('expression').map((key): TraversalStep => ({ kind: 'index', key })),
    fc.constant<TraversalStep>({ kind: 'splat', full: true }),
  ),
  key: fc.oneof(
    name.map((root): Expression => ({ kind: 'traversal', root, steps: [], ...span })),
    text.map((value): Expression => ({ kind: 'string', value, ...span })),
    tie('expression').map((inner): Expression => ({ kind: 'parentheses', inner, ...span })),
  ),
  parts: fc
    .array(
      fc.oneof(
        { maxDepth: 3, depthIdentifier: 'tree' },
        text.filter((value) => value !== '').map((value): TemplatePart => ({ kind: 'text', value })),
        tie('expression').map((inner): TemplatePart => ({ kind: 'interpolation', expression: inner, stripLeft: false, stripRight: false })),
        fc
          .record({ condition: tie('expression'), then: tie('parts') })
          .map(({ condition, then }): TemplatePart => ({ kind: 'if', condition, then, otherwise: [] })),
        fc
          .record({ valueName: name, collection: tie('expression'), body: tie('parts') })
          .map((rest): TemplatePart => ({ kind: 'for', keyName: null, ...rest })),
      ),
      { maxLength: 3 },
    )
    // Neighbouring texts are one text to the parser.
    .map((parts) => parts.filter((part, index) => part.kind !== 'text' || parts[index - 1]?.kind !== 'text')),
  expression: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'tree' },
    number,
    fc.constantFrom<Expression>(
      { kind: 'null', ...span },
      { kind: 'boolean', value: true, ...span },
      { kind: 'boolean', value: false, ...span },
    ),
    text.map((value): Expression => ({ kind: 'string', value, ...span })),
    fc
      .record({ root: name, steps: fc.array(tie('step'), { maxLength: 3 }) })
      .map((rest): Expression => ({ kind: 'traversal', ...rest, ...span })),
    // A lone interpolation is printed without quotes at the top level, so every template starts with text.
    fc.record({ inner: tie('expression'), parts: tie('parts') }).map(({ inner, parts }): Expression => {
      const interpolation: TemplatePart = { kind: 'interpolation', expression: inner, stripLeft: false, stripRight: false };
      return { kind: 'template', parts: [{ kind: 'text', value: 'a' }, interpolation, ...parts], heredoc: null, ...span };
    }),
    fc.array(tie('expression'), { maxLength: 3 }).map((items): Expression => ({ kind: 'tuple', items, ...span })),
    fc
      .array(fc.record({ key: tie('key'), value: tie('expression') }), { maxLength: 3 })
      .map((items): Expression => ({ kind: 'object', items, ...span })),
    fc
      .record({ name, arguments: fc.array(tie('expression'), { maxLength: 2 }), expand: fc.boolean() })
      .map((call): Expression => ({ kind: 'call', ...call, expand: call.expand && call.arguments.length > 0, ...span })),
    fc
      .record({ inner: tie('expression'), steps: fc.array(tie('step'), { minLength: 1, maxLength: 2 }) })
      .map(({ inner, steps }): Expression => ({ kind: 'relative', source: { kind: 'parentheses', inner, ...span }, steps, ...span })),
    tie('expression').map((operand): Expression => ({ kind: 'unary', operator: '!', operand: atLeast(7, operand), ...span })),
    fc
      .record({
        operator: fc.constantFrom(...(Object.keys(STRENGTH) as BinaryOperator[])),
        left: tie('expression'),
        right: tie('expression'),
      })
      .map(({ operator, left, right }): Expression => ({
        kind: 'binary',
        operator,
        left: atLeast(STRENGTH[operator], left),
        right: atLeast(STRENGTH[operator] + 1, right),
        ...span,
      })),
    fc
      .record({ condition: tie('expression'), then: tie('expression'), otherwise: tie('expression') })
      .map(({ condition, then, otherwise }): Expression => ({
        kind: 'conditional',
        condition: atLeast(1, condition),
        then,
        otherwise,
        ...span,
      })),
    fc
      .record({
        keyName: fc.option(name),
        valueName: name,
        collection: tie('expression'),
        key: fc.option(tie('expression')),
        value: tie('expression'),
        condition: fc.option(tie('expression')),
        grouped: fc.boolean(),
      })
      .map((loop): Expression => ({ kind: 'for', ...loop, grouped: loop.grouped && loop.key !== null, ...span })),
  ),
}));

/** Trees in the form that the parser gives. */
export const expressionOf: Arbitrary<Expression> = expression;

const { body } = fc.letrec<{ body: BodyItem[]; item: BodyItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'body' },
    fc.record({ name, expression: expressionOf }).map((rest): BodyItem => ({ kind: 'attribute', ...rest, ...span })),
    fc
      .record({ type: name, labels: fc.array(name, { maxLength: 2 }), body: tie('body') })
      .map((rest): BodyItem => ({ kind: 'block', ...rest, ...span })),
  ),
  body: fc.uniqueArray(tie('item'), { maxLength: 4, selector: (item) => (item.kind === 'attribute' ? item.name : item) }),
}));

export const bodyOf: Arbitrary<BodyItem[]> = body;

/** A copy without start and end, which printing cannot keep. */
export const withoutSpans = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)));
