import type { AttributeNode, BlockNode, BodyItem } from '../hcl/ast';
import { toJson } from '../hcl/json-syntax';
import { printExpression } from '../hcl/print';
import type { Json, JsonObject } from '../json';

export type Skip = (node: { start: number }, reason: string) => void;

/** Blocks of a resource that Lintel does not run. */
const NOT_KEPT: Record<string, string> = {
  provisioner: 'Provisioners run commands on the machine that deploys; Lintel does not keep them',
  connection: 'A connection is for provisioners, which Lintel does not keep',
};

/** The attributes and nested blocks of a body in Terraform's JSON syntax; nested blocks become arrays of objects. */
export function bodyToJson(body: readonly BodyItem[], skip: Skip): JsonObject {
  const members = new Map<string, Json>();
  for (const item of body) {
    if (item.kind === 'attribute') members.set(item.name, toJson(item.expression));
    else addBlock(members, item, skip);
  }
  return Object.fromEntries(members);
}

function addBlock(members: Map<string, Json>, block: BlockNode, skip: Skip): void {
  const notKept = NOT_KEPT[block.type];
  if (notKept !== undefined) return skip(block, notKept);
  const isDynamic = block.type === 'dynamic' && block.labels.length === 1;
  if (!isDynamic && block.labels.length > 0) return skip(block, `A nested block ${block.type} with labels has no place in a blueprint`);
  const present = members.get(block.type);
  if (present !== undefined && !Array.isArray(present)) return skip(block, `${block.type} is set as an attribute already`);
  const entry = isDynamic ? { [block.labels[0] ?? '']: dynamicToJson(block, skip) } : bodyToJson(block.body, skip);
  members.set(block.type, [...(present ?? []), entry]);
}

/** `iterator` names a variable: it is a bare word in HCL and a plain string in JSON. */
function dynamicToJson(block: BlockNode, skip: Skip): JsonObject {
  const iterator = attributeOf(block.body, 'iterator');
  const rest = bodyToJson(
    block.body.filter((item) => item !== iterator),
    skip,
  );
  return iterator ? { ...rest, iterator: printExpression(iterator.expression) } : rest;
}

export const attributeOf = (body: readonly BodyItem[], name: string): AttributeNode | undefined =>
  body.find((item): item is AttributeNode => item.kind === 'attribute' && item.name === name);

export const blocksOf = (body: readonly BodyItem[], type: string): BlockNode[] =>
  body.filter((item): item is BlockNode => item.kind === 'block' && item.type === type);
