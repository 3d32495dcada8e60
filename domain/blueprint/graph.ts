import { type BlueprintContent, dataAddress, resourceAddress } from './content';
import { type Adjacency, cycleThrough, stronglyConnectedComponents } from './graph-components';
import { collectReferences, type ContentReferences, type PlacedReference } from './graph-references';

export interface GraphNode {
  /** aws_vpc.main, data.aws_ami.x, module.net */
  address: string;
  /** Resource type; "module" for a module call. */
  type: string;
  /** The component it was lowered from; null when it was authored. */
  component: string | null;
  /** Length of the longest path to a node without dependencies; the members of a cycle share one depth. */
  depth: number;
}

/** `from` depends on `to` through the attribute path `via`; null for an explicit dependsOn. */
export interface GraphEdge {
  from: string;
  to: string;
  via: string | null;
}

export interface ResourceGraph {
  /** In topological order: dependencies first, and by address among equals. */
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** A shortest cycle of each knot, each address once; locals that are part of it are named too. */
  cycles: string[][];
  /** True when so many edges run through locals that the rest of those was left out; depths and cycles are still whole. */
  truncated: boolean;
}

/** Where resources come from. */
export interface Origin {
  /** Address -> name of the component that the resource was lowered from. */
  componentOf?: ReadonlyMap<string, string>;
}

/** Edges through one local multiply: a thousand references to a local of a thousand references are a million edges. */
const MAX_EDGES_THROUGH_LOCALS = 200_000;

/**
 * The dependency graph of a design: resources, data sources and module calls, joined by the references of their expressions
 * and by dependsOn. References through locals lead to what stands behind the local. References to what does not exist are
 * left out here; validation reports them.
 */
export function buildGraph(content: BlueprintContent, origin: Origin = {}): ResourceGraph {
  return graphOf(content, collectReferences(content), origin);
}

/** buildGraph for a caller that has collected the references already. */
export function graphOf(content: BlueprintContent, { references }: ContentReferences, { componentOf }: Origin = {}): ResourceGraph {
  const vertices = verticesOf(content);
  const used = references
    .filter(({ from }) => vertices.indexOf.has(from.address))
    .filter(({ reference }) => vertices.indexOf.has(reference.address));
  const successors: number[][] = vertices.addresses.map(() => []);
  for (const { from, reference } of used) successors[vertices.indexOf.get(from.address)!]!.push(vertices.indexOf.get(reference.address)!);
  const components = stronglyConnectedComponents(successors);
  const depths = depthsOf(components, successors, vertices.weights);
  const nodes: GraphNode[] = [];
  vertices.addresses.forEach((address, at) => {
    if (vertices.weights[at] === 1)
      nodes.push({ address, type: vertices.types[at]!, component: componentOf?.get(address) ?? null, depth: depths[at]! });
  });
  nodes.sort((a, b) => a.depth - b.depth || compare(a.address, b.address));
  return { nodes, ...edgesOf(used, vertices, successors), cycles: cyclesOf(components, successors, vertices.addresses) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Vertices {
  addresses: string[];
  types: string[];
  /** 1 for a node of the graph, 0 for a local, which is only passed through. */
  weights: number[];
  indexOf: Map<string, number>;
}

function verticesOf(content: BlueprintContent): Vertices {
  const entries: [address: string, type: string, weight: number][] = [
    ...content.resources.map((resource): [string, string, number] => [resourceAddress(resource), resource.type, 1]),
    ...content.dataSources.map((source): [string, string, number] => [dataAddress(source), source.type, 1]),
    ...content.moduleCalls.map((call): [string, string, number] => [`module.${call.name}`, 'module', 1]),
    ...Object.keys(content.locals).map((name): [string, string, number] => [`local.${name}`, '', 0]),
  ];
  entries.sort((a, b) => compare(a[0], b[0]));
  const vertices: Vertices = { addresses: [], types: [], weights: [], indexOf: new Map() };
  for (const [address, type, weight] of entries) {
    if (vertices.indexOf.has(address)) continue;
    vertices.indexOf.set(address, vertices.addresses.push(address) - 1);
    vertices.types.push(type);
    vertices.weights.push(weight);
  }
  return vertices;
}

function depthsOf(components: number[][], successors: Adjacency, weights: readonly number[]): number[] {
  /** Steps to the deepest node, counted from the nodes behind a vertex: 0 for one without dependencies. */
  const depths = new Array<number>(successors.length).fill(0);
  for (const component of components) {
    const inside = new Set(component);
    let depth = 0;
    for (const node of component) {
      for (const successor of successors[node]!)
        if (!inside.has(successor)) depth = Math.max(depth, depths[successor]! + weights[successor]!);
    }
    for (const node of component) depths[node] = depth;
  }
  return depths;
}

function cyclesOf(components: number[][], successors: Adjacency, addresses: readonly string[]): string[][] {
  const cycles: string[][] = [];
  for (const component of components) {
    const sorted = [...component].sort((a, b) => a - b);
    const cycle = cycleThrough(sorted, successors);
    if (cycle) cycles.push(cycle.map((node) => addresses[node]!));
  }
  return cycles.sort((a, b) => compare(a[0]!, b[0]!));
}

function edgesOf(used: readonly PlacedReference[], vertices: Vertices, successors: Adjacency): { edges: GraphEdge[]; truncated: boolean } {
  const edges = new Map<string, GraphEdge>();
  const behindLocal = new LocalTargets(vertices, successors);
  let throughLocals = 0;
  let truncated = false;
  for (const { from, path, reference } of used) {
    if (from.kind === 'local') continue;
    const via = path[0] === 'dependsOn' ? null : path.join('.');
    const target = vertices.indexOf.get(reference.address)!;
    const isLocal = vertices.weights[target] === 0;
    if (isLocal && throughLocals > MAX_EDGES_THROUGH_LOCALS) {
      truncated = true;
      continue;
    }
    const targets = isLocal ? behindLocal.of(target) : [target];
    if (isLocal) throughLocals += targets.length;
    for (const to of targets) {
      const edge = { from: from.address, to: vertices.addresses[to]!, via };
      edges.set(`${edge.from} ${edge.to} ${via ?? ''}`, edge);
    }
  }
  const sorted = [...edges.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.via ?? '', b.via ?? ''));
  return { edges: sorted, truncated };
}

/** The nodes that a local leads to, directly or through other locals. */
class LocalTargets {
  private readonly known = new Map<number, number[]>();

  constructor(
    private readonly vertices: Vertices,
    private readonly successors: Adjacency,
  ) {}

  of(local: number): number[] {
    const known = this.known.get(local);
    if (known) return known;
    const seen = new Set([local]);
    const queue = [local];
    const targets: number[] = [];
    for (let at = 0; at < queue.length; at++) {
      for (const successor of this.successors[queue[at]!]!) {
        if (seen.has(successor)) continue;
        seen.add(successor);
        (this.vertices.weights[successor] === 0 ? queue : targets).push(successor);
      }
    }
    this.known.set(local, targets);
    return targets;
  }
}
