/** Nodes of a design and what each needs first. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/** The nodes so that each comes behind what it needs, and the groups that need one another. */
export interface EvaluationOrder {
  order: string[];
  /** Strongly connected groups of several nodes, or of one that needs itself. */
  cycles: string[][];
}

interface Frame {
  node: string;
  next: number;
}

/**
 * Tarjan's algorithm, without recursion so that a chain of any length fits. Linear in nodes and edges; the order is stable:
 * it depends on the graph's insertion order alone. Names that are no node are passed over.
 */
export function dependencyOrder(graph: DependencyGraph): EvaluationOrder {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const result: EvaluationOrder = { order: [], cycles: [] };
  const enter = (node: string): Frame => {
    numbers.set(node, numbers.size);
    lowest.set(node, numbers.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  const lower = (node: string, value: number): void => void lowest.set(node, Math.min(lowest.get(node)!, value));
  for (const start of graph.keys()) {
    if (numbers.has(start)) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const needed = graph.get(frame.node)![frame.next];
      if (needed !== undefined) {
        frame.next += 1;
        if (!graph.has(needed)) continue;
        if (!numbers.has(needed)) frames.push(enter(needed));
        else if (onStack.has(needed)) lower(frame.node, numbers.get(needed)!);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent) lower(parent.node, lowest.get(frame.node)!);
      if (lowest.get(frame.node) === numbers.get(frame.node)) close(frame.node, stack, onStack, graph, result);
    }
  }
  return result;
}

function close(root: string, stack: string[], onStack: Set<string>, graph: DependencyGraph, result: EvaluationOrder): void {
  const group = stack.splice(stack.lastIndexOf(root));
  group.forEach((node) => onStack.delete(node));
  result.order.push(...group);
  if (group.length > 1 || graph.get(root)!.includes(root)) result.cycles.push(group);
}
