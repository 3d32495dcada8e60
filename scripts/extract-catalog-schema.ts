import type { AttributeSchema, BlockNesting, TypeConstraint } from '../domain/catalog/catalog';
import type { BindingClass, Bindings, Getter, NestedMember, StructMember } from './extract-catalog-bindings';
import { isSensitive } from './extract-catalog-sensitive';

/** A block's schema while it is being extracted: nested blocks are held, not yet numbered. */
export interface ExtractedBlock {
  attributes: Map<string, AttributeSchema>;
  blocks: Map<string, { nesting: BlockNesting; minItems: number; maxItems: number; block: ExtractedBlock }>;
}

type Flags = { computed: boolean; optional: boolean; required: boolean };

const MAX_RECURSION = 5;

const SCALARS: Record<string, TypeConstraint> = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' };
const GETTER_TYPES: Record<string, TypeConstraint> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  NumberList: ['list', 'number'],
  StringMap: ['map', 'string'],
  NumberMap: ['map', 'number'],
  BooleanMap: ['map', 'bool'],
  AnyMap: ['map', 'dynamic'],
  Any: 'dynamic',
};
const MAP_ELEMENTS: Record<string, TypeConstraint> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  StringList: ['list', 'string'],
};

/** The schema of a module's resource, data source or provider. */
export function buildSchema(bindings: Bindings): ExtractedBlock {
  return new SchemaBuilder(bindings).root();
}

class SchemaBuilder {
  /** A structure may be used in many places of a type, and some types nest a dozen levels deep: each is built once a level. */
  private readonly structures = new Map<string, ExtractedBlock>();
  /** Structures that are being built, outermost first. */
  private readonly ancestry: string[] = [];
  /** How often an ancestor has been entered again, as in a statement of statements. */
  private recursion = 0;

  constructor(private readonly bindings: Bindings) {}

  root(): ExtractedBlock {
    const { class: owner, members } = this.bindings.root;
    return this.build(members, owner, `${owner.name}Config`);
  }

  /** The structure's schema; null where it recurs too deep to be unrolled further. */
  private structure(prefix: string): ExtractedBlock | null {
    const again = this.ancestry.includes(prefix) ? 1 : 0;
    if (this.recursion + again > MAX_RECURSION) return null;
    this.recursion += again;
    const key = `${prefix}@${this.recursion}`;
    let built = this.structures.get(key);
    if (!built) {
      const name = prefix.charAt(0).toUpperCase() + prefix.slice(1);
      this.ancestry.push(prefix);
      built = this.build(this.bindings.structs.get(prefix) ?? [], this.bindings.classes.get(`${name}OutputReference`), name);
      this.ancestry.pop();
      this.structures.set(key, built);
    }
    this.recursion -= again;
    return built;
  }

  private build(members: StructMember[], owner: BindingClass | undefined, docName: string): ExtractedBlock {
    const block: ExtractedBlock = { attributes: new Map(), blocks: new Map() };
    for (const member of members) {
      // The CDK's own name for a provider configuration, not an argument of the provider.
      if (member.name === 'alias' && this.bindings.kind === 'provider') continue;
      this.addMember(block, member, owner, docName);
    }
    const known = (name: string) => block.attributes.has(name) || block.blocks.has(name);
    const readOnly: Flags = { computed: true, optional: false, required: false };
    for (const [name, getter] of owner?.getters ?? []) {
      if (!known(name)) block.attributes.set(name, this.attribute(name, getterType(getter), readOnly, docName));
    }
    for (const [name, nested] of owner?.nested ?? []) {
      if (!known(name)) block.attributes.set(name, this.attribute(name, this.nestedType(nested), readOnly, docName));
    }
    return block;
  }

  private addMember(block: ExtractedBlock, member: StructMember, owner: BindingClass | undefined, docName: string): void {
    const stated = owner?.flags.get(member.name);
    const required = stated?.required ?? false;
    const flags: Flags = { required, optional: !required, computed: stated?.computed ?? false };
    // Only arguments of the top level are marked in the bindings; the suffix is the providers' convention.
    const writeOnly = member.conversion.includes('markWriteOnlyAttribute') || member.name.endsWith('_wo');
    const attribute = (type: TypeConstraint) =>
      block.attributes.set(member.name, { ...this.attribute(member.name, type, flags, docName), writeOnly });
    if (!member.isBlock) return void attribute(storageType(member));
    const structure = /(\w+)ToHclTerraform\b/.exec(member.conversion)?.[1];
    // Structures too deep for the generator are typed `any`.
    const inner = structure && structure !== 'any' ? this.structure(structure) : null;
    if (!inner) return void attribute('dynamic');
    const type = attributeType(member, flags, inner);
    if (type) return void attribute(type);
    const isSingle = member.shape === 'struct' || owner?.nested.get(member.name)?.kind === 'OutputReference';
    const isTimeouts = member.name === 'timeouts';
    block.blocks.set(member.name, {
      nesting: member.shape === 'set' ? 'set' : isTimeouts && member.shape === 'struct' ? 'single' : 'list',
      minItems: required ? 1 : 0,
      maxItems: isSingle && !isTimeouts ? 1 : 0,
      block: inner,
    });
  }

  private attribute(name: string, type: TypeConstraint, flags: Flags, docName: string): AttributeSchema {
    const doc = this.bindings.docs.get(`${docName}#${name}`) ?? '';
    return { type, ...flags, sensitive: isSensitive(name, type, doc), deprecated: saysDeprecated(doc), writeOnly: false };
  }

  private nestedType({ element, kind, isSet }: NestedMember): TypeConstraint {
    if (kind === 'MapList') return ['list', ['map', 'string']];
    if (kind === 'Map' && element in MAP_ELEMENTS) return ['map', MAP_ELEMENTS[element]!];
    const structure = this.structure(element.charAt(0).toLowerCase() + element.slice(1));
    const type = structure ? objectType(structure) : 'dynamic';
    if (kind === 'Map') return ['map', type];
    return kind === 'OutputReference' ? type : [isSet ? 'set' : 'list', type];
  }
}

/** The type when a structure is written with `=`; null when it is written as a nested block. */
function attributeType(member: StructMember, flags: Flags, inner: ExtractedBlock): TypeConstraint | null {
  const type = objectType(inner);
  if (member.conversion.includes('hashMapperHcl')) return ['map', type];
  if (member.shape === 'struct') return flags.computed ? type : null;
  if (!/ToHclTerraform, false\)/.test(member.conversion)) return null;
  return [member.shape === 'set' ? 'set' : 'list', type];
}

function objectType(block: ExtractedBlock): TypeConstraint {
  const members: Record<string, TypeConstraint> = {};
  for (const [name, attribute] of block.attributes) members[name] = attribute.type;
  for (const [name, nested] of block.blocks) members[name] = [nested.nesting === 'set' ? 'set' : 'list', objectType(nested.block)];
  return ['object', members];
}

/** e.g. shape list, storage stringMapList -> ["list", ["map", "string"]] */
function storageType({ shape, storage, name }: StructMember): TypeConstraint {
  if (shape === 'simple') return known(SCALARS[storage], name, storage);
  const suffixes: string[] = [];
  let rest = storage;
  for (let match = /^(\w+?)(List|Map|Set)$/.exec(rest); match; match = /^(\w+?)(List|Map|Set)$/.exec(rest)) {
    suffixes.push(match[2]!.toLowerCase());
    rest = match[1]!;
  }
  const element = suffixes
    .slice(1)
    .reverse()
    .reduce<TypeConstraint>((type, suffix) => [suffix as 'list' | 'map' | 'set', type], known(SCALARS[rest], name, storage));
  return [shape as 'list' | 'set' | 'map', element];
}

function getterType({ method, isSet }: Getter): TypeConstraint {
  const type = known(GETTER_TYPES[method], method, method);
  return isSet && Array.isArray(type) && type[0] === 'list' ? ['set', type[1]] : type;
}

function known(type: TypeConstraint | undefined, name: string, text: string): TypeConstraint {
  if (type === undefined) throw new Error(`no Terraform type for ${text} (${name})`);
  return type;
}

const saysDeprecated = (doc: string): boolean => /^\W*deprecated\b|\b(?:field|attribute|argument|property) is deprecated\b/i.test(doc);
