import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import type { Expression } from './ast';
import { parseExpression, parseFile, parseTemplate } from './parse';
import { hasSamples, sampleTexts } from './source-samples.fixture';

const expression = (text: string): Expression => {
  const parsed = parseExpression(text);
  if (!parsed.expression) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.expression;
};
const faultOf = (text: string) => parseFile('main.tf', text).diagnostics[0];
/** The text of an expression that is a template of plain text only. */
const textOf = (text: string): string => {
  const parsed = expression(text);
  if (parsed.kind !== 'template') throw new Error(`a ${parsed.kind}`);
  return parsed.parts.map((part) => (part.kind === 'text' ? part.value : '<>')).join('');
};

describe('parseFile', () => {
  it('reads attributes, blocks, labels and comments with their spans', () => {
    const text = '# note\nresource "aws_vpc" main {\n  cidr = "10.0.0.0/16" // net\n  /* a\n b */ inner { x = 1 }\n}\n';
    const { file } = parseFile('main.tf', text);
    const [block] = file?.body ?? [];
    expect(block).toMatchObject({
      kind: 'block',
      type: 'resource',
      labels: ['aws_vpc', 'main'],
      body: [
        { kind: 'attribute', name: 'cidr' },
        { kind: 'block', type: 'inner' },
      ],
    });
    expect(block && text.slice(block.start, block.end)).toBe(text.slice(7, -1));
  });

  it.each([
    ['a = \n', 1, 5],
    ['a = 1\nb = "x\n', 2, 7],
    ['a = 1\n\n  c = [1 2]\n', 3, 10],
    ['resource "a" "b" {\n', 1, 1],
    ['é = 1 2\n', 1, 7],
    ['x = <<EOT\nabc\n', 1, 5],
    ['a = 1\na = 2\n', 2, 1],
    ['a { b { } }\n', 1, 5],
    ['a = "${b"\n', 1, 9],
    ['a = "\\q"\n', 1, 6],
  ])('says where %j leaves the grammar', (text, line, column) => {
    expect(faultOf(text)).toMatchObject({ severity: 'CRITICAL', code: 'HCL_SYNTAX', source: { file: 'main.tf', line, column } });
  });

  it.each(['(', '[', '{a=', '!', '-', 'f(', '"${', 'a[', 'true ? 1 : ', '[for x in '])(
    'refuses ten thousand levels of %j without overflowing the stack',
    (opening) => {
      expect(faultOf(`a = ${opening.repeat(10_000)}`)?.summary).toMatch(/nested deeper than 200/);
    },
  );

  it('refuses ten thousand nested blocks and directives, and endless operator chains', () => {
    expect(faultOf('a {\n'.repeat(10_000))?.summary).toMatch(/nested deeper/);
    expect(faultOf(`a = "${'%{if true}'.repeat(10_000)}"`)?.summary).toMatch(/nested deeper/);
    expect(faultOf(`a = ${'1 + '.repeat(100_000)}1`)?.summary).toMatch(/chains more than/);
  });

  it('reads long flat texts: lists, sibling operators, steps', () => {
    expect(faultOf(`a = [${'1 + 2,'.repeat(50_000)}]\nb = a${'.b'.repeat(50_000)}\n`)).toBeUndefined();
  });

  it('never throws on cut or shuffled text', () => {
    const text = 'a = "x${f([for k, v in m : k => v if true]...)}" /* c */\nb "l" {\n c = <<-E\n  %{ if x ~}y%{ endif }\n E\n}\n';
    for (let end = 0; end <= text.length; end++) {
      expect(() => parseFile('x.tf', text.slice(0, end))).not.toThrow();
      expect(() => parseFile('x.tf', text.slice(end) + text.slice(0, end))).not.toThrow();
    }
  });
});

describe('parseExpression', () => {
  it('binds operators as HCL does', () => {
    expect(expression('!a && b || c == 1 + 2 * -3 ? x : y ? z : w')).toMatchObject({
      kind: 'conditional',
      condition: {
        operator: '||',
        left: { operator: '&&', left: { kind: 'unary' } },
        right: { operator: '==', right: { operator: '+', right: { operator: '*', right: { kind: 'number', value: -3, raw: '-3' } } } },
      },
      otherwise: { kind: 'conditional' },
    });
  });

  it('ends an attribute splat before a bracket and lets a full splat take all that follows', () => {
    expect(expression('a.*.b[0]')).toMatchObject({
      kind: 'relative',
      source: { kind: 'traversal', steps: [{ kind: 'splat', full: false }, { name: 'b' }] },
      steps: [{ kind: 'index' }],
    });
    expect(expression('a[*].b[0]')).toMatchObject({
      kind: 'traversal',
      steps: [{ kind: 'splat', full: true }, { name: 'b' }, { kind: 'index' }],
    });
  });

  it('keeps the digits of a number that a double cannot hold', () => {
    expect(expression('12345678901234567890')).toMatchObject({ kind: 'number', raw: '12345678901234567890' });
  });

  it('reads escapes and doubled sigils as text', () => {
    expect(expression('"a\\n\\"\\u00e9 $${x} %%{y}"')).toMatchObject({ kind: 'string', value: 'a\n"é ${x} %{y}' });
  });

  it('reads for as a key when no loop follows', () => {
    expect(expression('{ for = 1 }')).toMatchObject({ kind: 'object' });
  });

  // The expected texts are what terraform 1.11 gives for the same heredocs.
  it.each([
    ['<<-E\n    foo\n  \n      bar\n   ${x}\n    E', ' foo\n  \n   bar\n<>\n'],
    ['<<-E\n\ttab\n\t  tab2\n  sp\nE', 'tab\n  tab2\n sp\n'],
    ['<<-E\n      aa ${\n  x\n} bb\n        cc\n  E', 'aa <> bb\n  cc\n'],
    ['<<-E\n\n    a\n  ${~ x ~}\n\n    b\n  E', '\n    a\n<>\n    b\n'],
    ['<<E\n  $${a} "b" \\n\nE', '  ${a} "b" \\n\n'],
  ])('takes the shared indentation off %j', (text, value) => {
    expect(textOf(text)).toBe(value);
  });
});

describe('parseTemplate', () => {
  it('tells plain text, a lone interpolation and a template apart', () => {
    expect(parseTemplate('a\\n"b').expression).toMatchObject({ kind: 'string', value: 'a\\n"b' });
    expect(parseTemplate('${aws_vpc.main.id}').expression).toMatchObject({ kind: 'traversal', root: 'aws_vpc' });
    expect(parseTemplate('a-${var.x}-$${lit}').expression).toMatchObject({
      kind: 'template',
      parts: [{ value: 'a-' }, { kind: 'interpolation' }, { value: '-${lit}' }],
    });
    expect(parseTemplate('$${x}').expression).toMatchObject({ kind: 'string', value: '${x}' });
  });

  it('nests directives', () => {
    expect(parseTemplate('%{ for k, v in m }%{ if v }a%{ else }b%{ endif }%{ endfor }').expression).toMatchObject({
      parts: [{ kind: 'for', keyName: 'k', valueName: 'v', body: [{ kind: 'if', then: [{ value: 'a' }], otherwise: [{ value: 'b' }] }] }],
    });
  });

  it.each(['${', '${}', '${a b}', '%{ if x }', '%{ endif }', '%{ else }'])('refuses %j', (text) => {
    expect(parseTemplate(text).diagnostics).toMatchObject([{ code: 'HCL_SYNTAX' }]);
  });
});

/** HashiCorp's parser as wasm runs in a process of its own, because its Go runtime never lets one end by itself. */
const REFERENCE = `
const { parse } = require('@cdktn/hcl2json');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
(async () => {
  const accepted = [];
  for (const text of texts) accepted.push(await parse('main.tf', text).then(() => true, () => false));
  process.stdout.write(JSON.stringify(accepted), () => process.exit(0));
})();`;

(hasSamples ? describe : describe.skip)('on configurations that others wrote', () => {
  it('accepts and refuses the same texts as HashiCorp’s parser', () => {
    const texts = sampleTexts(12);
    const { stdout } = spawnSync(process.execPath, ['-e', REFERENCE], { input: JSON.stringify(texts), encoding: 'utf8' });
    expect(texts.map((text) => parseFile('main.tf', text).file !== null)).toEqual(JSON.parse(stdout));
  });
});
