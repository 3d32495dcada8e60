import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json';
import { type BlueprintContent, emptyContent, type ResourceSpec } from './content';
import { buildGraph } from './graph';
import { stronglyConnectedComponents } from './graph-components';

const resource = (address: string, attributes: JsonObject = {}, dependsOn: string[] = []): ResourceSpec => {
  const [type = '', name = ''] = address.split('.');
  return { type, name, attributes, count: null, forEach: null, dependsOn, lifecycle: null, providerAlias: null };
};
const design = (resources: ResourceSpec[], rest: Partial<BlueprintContent> = {}): BlueprintContent => ({
  ...emptyContent('AWS', 'us-east-1'),
  resources,
  ...rest,
});
const edges = (content: BlueprintContent): string[] =>
  buildGraph(content).edges.map(({ from, to, via }) => `${from} -> ${to} ${via ?? '(dependsOn)'}`);
const depths = (content: BlueprintContent): Record<string, number> =>
  Object.fromEntries(buildGraph(content).nodes.map(({ address, depth }) => [address, depth]));

const vpc = resource('aws_vpc.main');
const subnet = resource('aws_subnet.a', { vpc_id: '${aws_vpc.main.id}', cidr_block: '${cidrsubnet(var.cidr, 8, 1)}' });
const web = resource('aws_instance.web', { subnet_id: '${aws_subnet.a.id}', network: [{ vpc: 'x-${aws_vpc.main.id}' }] }, [
  'aws_vpc.main',
  'module.net',
]);

describe('the graph', () => {
  it('joins resources by the attributes that refer to others', () => {
    expect(edges(design([web, subnet, vpc]))).toEqual([
      'aws_instance.web -> aws_subnet.a subnet_id',
      'aws_instance.web -> aws_vpc.main (dependsOn)',
      'aws_instance.web -> aws_vpc.main network.0.vpc',
      'aws_subnet.a -> aws_vpc.main vpc_id',
    ]);
  });

  it('lists dependencies first, whatever the order of the design', () => {
    const graph = buildGraph(design([web, subnet, vpc]));
    expect(graph.nodes.map(({ address, depth }) => [address, depth])).toEqual([
      ['aws_vpc.main', 0],
      ['aws_subnet.a', 1],
      ['aws_instance.web', 2],
    ]);
    expect(buildGraph(design([vpc, subnet, web]))).toEqual(graph);
  });

  it('takes data sources and module calls as nodes, not variables or outputs', () => {
    const call = {
      name: 'net',
      source: './net',
      version: null,
      inputs: { vpc: '${aws_vpc.main.id}' },
      count: null,
      forEach: null,
      dependsOn: [],
    };
    const content = design([vpc, web, subnet], {
      dataSources: [resource('aws_ami.x', { owner: '${aws_vpc.main.owner_id}' })],
      moduleCalls: [call],
    });
    expect(depths(content)).toEqual({ 'aws_vpc.main': 0, 'data.aws_ami.x': 1, 'module.net': 1, 'aws_subnet.a': 1, 'aws_instance.web': 2 });
  });

  it('follows locals to the resources behind them', () => {
    const content = design([vpc, resource('aws_subnet.b', { vpc_id: '${local.two}' })], {
      locals: { one: { id: '${aws_vpc.main.id}' }, two: '${local.one.id}' },
    });
    expect(edges(content)).toEqual(['aws_subnet.b -> aws_vpc.main vpc_id']);
    expect(depths(content)).toEqual({ 'aws_vpc.main': 0, 'aws_subnet.b': 1 });
  });

  it('binds the iterator of a dynamic block', () => {
    const dynamic = { for_each: '${aws_vpc.main.tags}', iterator: 'aws_vpc', content: [{ x: '${aws_vpc.value}' }] };
    expect(edges(design([vpc, resource('aws_subnet.a', { dynamic: [{ ingress: dynamic }] })]))).toEqual([
      'aws_subnet.a -> aws_vpc.main dynamic.0.ingress.for_each',
    ]);
  });

  it('finds a shortest cycle of each knot and still places the rest', () => {
    const ring = ['a', 'b', 'c'].map((name, at) => resource(`x_y.${name}`, { to: `\${x_y.${['b', 'c', 'a'][at]}.id}` }));
    const graph = buildGraph(design([...ring, resource('x_y.d', { to: '${x_y.a.id}' }), resource('x_y.self', { me: '${x_y.self.id}' })]));
    expect(graph.cycles).toEqual([['x_y.a', 'x_y.b', 'x_y.c'], ['x_y.self']]);
    expect(graph.nodes.find((node) => node.address === 'x_y.d')?.depth).toBe(1);
  });

  it('walks a chain of 20,000 resources', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => resource(`x_y.r${at}`, at === 0 ? {} : { to: `\${x_y.r${at - 1}.id}` }));
    expect(buildGraph(design(chain)).nodes.at(-1)).toMatchObject({ address: 'x_y.r19999', depth: 19_999 });
  });

  it('leaves out edges through locals where they multiply beyond measure, and says so', () => {
    const targets = Array.from({ length: 500 }, (_, at) => resource(`x_y.t${at}`));
    const users = Array.from({ length: 500 }, (_, at) => resource(`x_y.u${at}`, { all: '${local.all}' }));
    const graph = buildGraph(design([...targets, ...users], { locals: { all: targets.map(({ name }) => `\${x_y.${name}.id}`) } }));
    expect(graph.truncated).toBe(true);
    expect(graph.edges.length).toBeGreaterThan(199_999);
    expect(graph.nodes.find((node) => node.address === 'x_y.u499')?.depth).toBe(1);
  });
});

describe('strongly connected components', () => {
  it('come dependencies first', () => {
    expect(stronglyConnectedComponents([[1], [2, 3], [1], [], [0]])).toEqual([[3], [1, 2], [0], [4]]);
  });
});
