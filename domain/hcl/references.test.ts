import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './parse';
import { referencesOf } from './references';

const addresses = (text: string): string[] => {
  const { expression } = parseExpression(text);
  if (!expression) throw new Error(`${text} does not parse`);
  return referencesOf(expression).map(({ address }) => address);
};

describe('referencesOf', () => {
  it.each([
    ['aws_vpc.main.id', ['aws_vpc.main']],
    ['data.aws_ami.x.id', ['data.aws_ami.x']],
    ['"${var.a}-${local.b[each.key]}"', ['var.a', 'local.b', 'each.key']],
    ['module.net.subnets[count.index].id', ['module.net', 'count.index']],
    ['merge(self.tags, { a = path.module, (terraform.workspace) = 1 })', ['self', 'path.module', 'terraform.workspace']],
    ['[for k, v in var.m : "${k}${v.x}${aws_vpc.a.id}" if v != local.n]', ['var.m', 'aws_vpc.a', 'local.n']],
    ['"%{ for v in var.l }${v}%{ if local.c }x%{ endif }%{ endfor }${v.x}"', ['var.l', 'local.c', 'v.x']],
    ['aws_subnet.a.*.id[0]', ['aws_subnet.a']],
    ['local["x"]', ['local.x']],
    ['{ aws_vpc = aws_vpc }', []],
  ])('of %s', (text, expected) => {
    expect(addresses(text)).toEqual(expected);
  });

  it('gives the steps behind the address', () => {
    const { expression } = parseExpression('data.aws_ami.x.tags["a"]');
    expect(expression && referencesOf(expression)[0]?.steps).toMatchObject([{ kind: 'attribute', name: 'tags' }, { kind: 'index' }]);
  });
});
