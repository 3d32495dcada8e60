import type { BodyItem, Expression } from '../hcl/ast';
import { literalToJson, toJson } from '../hcl/json-syntax';
import { printExpression } from '../hcl/print';
import type { Json, JsonObject } from '../json';
import { attributeOf, blocksOf, bodyToJson, type Skip } from './import-body';

/** Arguments of lifecycle that name something rather than have a value: plain strings in Terraform's JSON syntax. */
const REFERENCE_LISTS = new Set(['ignore_changes', 'replace_triggered_by']);

export interface MetaArguments {
  count: Json;
  forEach: Json;
  dependsOn: string[];
  lifecycle: Json;
  providerAlias: string | null;
}

/** The meta-arguments of a resource, data source or module call. */
export function metaArguments(body: readonly BodyItem[], skip: Skip): MetaArguments {
  const count = attributeOf(body, 'count');
  const forEach = attributeOf(body, 'for_each');
  const dependsOn = attributeOf(body, 'depends_on');
  const provider = attributeOf(body, 'provider');
  return {
    count: count ? toJson(count.expression) : null,
    forEach: forEach ? toJson(forEach.expression) : null,
    dependsOn: dependsOn ? names(dependsOn.expression) : [],
    lifecycle: lifecycle(body, skip),
    providerAlias: provider ? (names(provider.expression)[0] ?? null) : null,
  };
}

/** The names that an expression lists: references print as they are, and the quoted form of older code is read too. */
function names(expression: Expression): string[] {
  if (expression.kind === 'tuple') return expression.items.flatMap(names);
  const literal = literalToJson(expression);
  if (typeof literal === 'string') return [literal];
  const [part] = expression.kind === 'template' ? expression.parts : [];
  return [printExpression(part?.kind === 'interpolation' ? part.expression : expression)];
}

function lifecycle(body: readonly BodyItem[], skip: Skip): Json {
  const attribute = attributeOf(body, 'lifecycle');
  if (attribute) return toJson(attribute.expression);
  const [block, ...more] = blocksOf(body, 'lifecycle');
  more.forEach((extra) => skip(extra, 'A resource has one lifecycle block'));
  if (!block) return null;
  const lists = block.body.filter((item) => item.kind === 'attribute' && REFERENCE_LISTS.has(item.name));
  const rest = bodyToJson(
    block.body.filter((item) => !lists.includes(item)),
    skip,
  );
  const referenceLists: JsonObject = {};
  for (const item of lists)
    if (item.kind === 'attribute')
      referenceLists[item.name] = item.expression.kind === 'tuple' ? names(item.expression) : (names(item.expression)[0] ?? null);
  return { ...rest, ...referenceLists };
}
