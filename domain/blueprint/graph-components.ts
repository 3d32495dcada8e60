/** Successors of each node by index. */
export type Adjacency = readonly (readonly number[])[];

/**
 * Strongly connected components, each before the ones that point at it (so dependencies come first). Tarjan's algorithm with
 * an explicit stack: linear, and no design is too deep for it.
 */
export function stronglyConnectedComponents(successors: Adjacency): number[][] {
  const count = successors.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const nextSuccessor = new Int32Array(count);
  const stack: number[] = [];
  const components: number[][] = [];
  let visited = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) continue;
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (order[node] === -1) {
        order[node] = low[node] = visited++;
        stack.push(node);
        onStack[node] = 1;
      }
      const successor = successors[node]![nextSuccessor[node]!];
      if (successor !== undefined) {
        nextSuccessor[node]!++;
        if (order[successor] === -1) path.push(successor);
        else if (onStack[successor]) low[node] = Math.min(low[node]!, order[successor]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] === order[node]) components.push(popComponent(stack, onStack, node));
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Uint8Array, last: number): number[] {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    component.push(node);
    if (node === last) return component.reverse();
  }
}

/** A shortest cycle through the first node of a component, each node once; null when the component has no cycle. */
export function cycleThrough(component: readonly number[], successors: Adjacency): number[] | null {
  const start = component[0]!;
  const inside = new Set(component);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    for (const successor of successors[node]!) {
      if (successor === start) return trace(node, start, cameFrom);
      if (!inside.has(successor) || cameFrom.has(successor)) continue;
      cameFrom.set(successor, node);
      queue.push(successor);
    }
  }
  return null;
}

function trace(end: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path = [end];
  for (let node = end; node !== start;) {
    node = cameFrom.get(node)!;
    path.push(node);
  }
  return path.reverse();
}
