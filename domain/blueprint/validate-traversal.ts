import type { BlockSchema, NestedBlockSchema, ResourceTypeSchema, TypeConstraint } from '../catalog/catalog';
import { nearestName } from '../catalog/nearest';
import type { TraversalStep } from '../hcl/ast';
import { typeText } from './validate-type';

export interface TraversalFault {
  message: string;
  suggestion: string | null;
}

/** What the steps so far lead to: the content of a block, blocks of one name, or a value of a type. */
type Place = { block: BlockSchema } | { blocks: NestedBlockSchema } | { type: TypeConstraint };

/**
 * Why the steps behind a resource's address cannot be followed in its schema; null when they can, or when that cannot be known.
 * Only what Terraform itself refuses before any value is known counts.
 */
export function traversalFault(schema: ResourceTypeSchema, address: string, steps: readonly TraversalStep[]): TraversalFault | null {
  let place: Place | null = { block: schema.block };
  let text = address;
  for (const step of steps) {
    const next: Place | TraversalFault | null = follow(place, step, text);
    if (next === null || 'message' in next) return next;
    place = next;
    text += step.kind === 'attribute' ? `.${step.name}` : step.kind === 'splat' ? '[*]' : '[...]';
  }
  return null;
}

function follow(place: Place, step: TraversalStep, text: string): Place | TraversalFault | null {
  const index = step.kind === 'attribute' && /^\d+$/.test(step.name);
  if (step.kind === 'attribute' && !index) return attributeOf(place, step.name, text);
  if ('blocks' in place) return { block: place.blocks.block };
  // An index may be a name that only evaluation can tell.
  if ('block' in place) return step.kind === 'splat' ? place : null;
  return elementOf(place.type, step);
}

function attributeOf(place: Place, name: string, text: string): Place | TraversalFault | null {
  if ('blocks' in place)
    return { message: `${text} is a list of blocks: name one, e.g. ${text}[0].${name}`, suggestion: `${text}[0].${name}` };
  if ('block' in place) return memberOf(place.block, name, text);
  const { type } = place;
  if (type === 'dynamic') return null;
  if (typeof type === 'string') return { message: `${text} is a ${typeText(type)}: it has no attribute "${name}"`, suggestion: null };
  if (type[0] === 'map') return { type: type[1] };
  if (type[0] !== 'object') return { message: `${text} is a ${typeText(type)}: name an element before "${name}"`, suggestion: null };
  if (Object.hasOwn(type[1], name)) return { type: type[1][name]! };
  return { message: `${text} has no attribute "${name}"`, suggestion: nearestName(name, Object.keys(type[1])) };
}

function memberOf(block: BlockSchema, name: string, text: string): Place | TraversalFault {
  const attribute = block.attributes.get(name);
  if (attribute) return { type: attribute.type };
  const nested = block.blocks.get(name);
  if (nested) return nested.nesting === 'single' || nested.nesting === 'group' ? { block: nested.block } : { blocks: nested };
  return {
    message: `${text} has no attribute "${name}"`,
    suggestion: nearestName(name, [...block.attributes.keys(), ...block.blocks.keys()]),
  };
}

function elementOf(type: TypeConstraint, step: TraversalStep): Place | null {
  if (typeof type === 'string') return step.kind === 'splat' ? { type } : null;
  if (type[0] === 'list' || type[0] === 'set') return { type: type[1] };
  if (type[0] === 'map') return step.kind === 'splat' ? null : { type: type[1] };
  return step.kind === 'splat' ? { type } : null;
}
