import type { AttributeSchema, BlockNesting, BlockSchema, NestedBlockSchema, TypeConstraint } from './catalog';

/*
 * A block as text: attributes, `|`, nested blocks; members separated by `;`.
 *   attribute     name:FLAGS TYPE           e.g. ami:6s
 *   nested block  name:NESTING min,max,index   e.g. root_block_device:L0,1,2696
 * FLAGS is the sum of the bits below, TYPE one of s n b d (string, number, bool, dynamic), [T list, {T set, <T map,
 * (name=T,...) object, ~(T,...) tuple. The index points at another block of the same catalog.
 */
const FLAG = { required: 1, optional: 2, computed: 4, sensitive: 8, deprecated: 16, writeOnly: 32 } as const;
const NESTING: Record<string, BlockNesting> = { S: 'single', L: 'list', E: 'set', M: 'map', G: 'group' };
const NESTING_LETTERS = Object.fromEntries(Object.entries(NESTING).map(([letter, nesting]) => [nesting, letter]));
const SCALARS: Record<string, TypeConstraint> = { s: 'string', n: 'number', b: 'bool', d: 'dynamic' };
const SCALAR_LETTERS: Record<string, string> = { string: 's', number: 'n', bool: 'b', dynamic: 'd' };
const COLLECTIONS: Record<string, 'list' | 'set' | 'map'> = { '[': 'list', '{': 'set', '<': 'map' };
const COLLECTION_MARKS = { list: '[', set: '{', map: '<' } as const;

/** A nested block that names its schema by index. */
export interface NestedBlockReference {
  nesting: BlockNesting;
  minItems: number;
  maxItems: number;
  index: number;
}

/** The text of a block: the inverse of decodeBlock. Members are written in name order, so that equal blocks have equal text. */
export function encodeBlock(attributes: ReadonlyMap<string, AttributeSchema>, blocks: ReadonlyMap<string, NestedBlockReference>): string {
  const byName = <T>(a: [string, T], b: [string, T]) => (a[0] < b[0] ? -1 : 1);
  const attributeTexts = [...attributes]
    .sort(byName)
    .map(([name, attribute]) => `${name}:${encodeFlags(attribute)}${encodeType(attribute.type)}`);
  const blockTexts = [...blocks]
    .sort(byName)
    .map(([name, block]) => `${name}:${NESTING_LETTERS[block.nesting]}${block.minItems},${block.maxItems},${block.index}`);
  return `${attributeTexts.join(';')}|${blockTexts.join(';')}`;
}

/**
 * The schema that a block's text describes.
 * @param block gives the schema of a nested block by index; asked when the nested schema is first read
 */
export function decodeBlock(text: string, block: (index: number) => BlockSchema): BlockSchema {
  const bar = text.indexOf('|');
  const attributes = new Map<string, AttributeSchema>();
  for (const [name, description] of members(text.slice(0, bar))) attributes.set(name, decodeAttribute(description));
  const blocks = new Map<string, NestedBlockSchema>();
  for (const [name, description] of members(text.slice(bar + 1))) {
    const [minItems, maxItems, index] = description.slice(1).split(',').map(Number) as [number, number, number];
    blocks.set(name, lazyBlock({ nesting: NESTING[description[0]!] ?? 'list', minItems, maxItems, index }, block));
  }
  return { attributes, blocks };
}

function* members(text: string): Generator<[name: string, description: string]> {
  if (text === '') return;
  for (const member of text.split(';')) {
    const colon = member.indexOf(':');
    yield [member.slice(0, colon), member.slice(colon + 1)];
  }
}

function lazyBlock({ nesting, minItems, maxItems, index }: NestedBlockReference, block: (index: number) => BlockSchema): NestedBlockSchema {
  return {
    nesting,
    minItems,
    maxItems,
    get block() {
      return block(index);
    },
  };
}

function encodeFlags(attribute: AttributeSchema): number {
  let flags = 0;
  for (const [name, bit] of Object.entries(FLAG)) if (attribute[name as keyof typeof FLAG]) flags |= bit;
  return flags;
}

function encodeType(type: TypeConstraint): string {
  if (typeof type === 'string') return SCALAR_LETTERS[type]!;
  if (type[0] === 'tuple') return `~(${type[1].map(encodeType).join(',')})`;
  if (type[0] === 'object') {
    const names = Object.keys(type[1]).sort();
    return `(${names.map((name) => `${name}=${encodeType(type[1][name]!)}`).join(',')})`;
  }
  return COLLECTION_MARKS[type[0]] + encodeType(type[1]);
}

/** A few hundred descriptions cover all 70,000 attributes, so each is decoded once and shared. */
const decodedAttributes = new Map<string, AttributeSchema>();

function decodeAttribute(description: string): AttributeSchema {
  const known = decodedAttributes.get(description);
  if (known) return known;
  const flags = Number.parseInt(description, 10);
  const attribute: AttributeSchema = {
    type: new TypeText(description.slice(String(flags).length)).read(),
    required: (flags & FLAG.required) !== 0,
    optional: (flags & FLAG.optional) !== 0,
    computed: (flags & FLAG.computed) !== 0,
    sensitive: (flags & FLAG.sensitive) !== 0,
    deprecated: (flags & FLAG.deprecated) !== 0,
    writeOnly: (flags & FLAG.writeOnly) !== 0,
  };
  decodedAttributes.set(description, attribute);
  return attribute;
}

class TypeText {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): TypeConstraint {
    const mark = this.text[this.at++] ?? '';
    if (mark in SCALARS) return SCALARS[mark]!;
    if (mark in COLLECTIONS) return [COLLECTIONS[mark]!, this.read()];
    if (mark === '(') return ['object', this.readMembers()];
    if (mark === '~') return ['tuple', this.readItems()];
    throw new SyntaxError(`catalog data: bad type ${JSON.stringify(this.text)} at ${this.at - 1}`);
  }

  private readMembers(): Record<string, TypeConstraint> {
    const members: Record<string, TypeConstraint> = {};
    while (!this.closes(')')) {
      const end = this.text.indexOf('=', this.at);
      const name = this.text.slice(this.at, end);
      this.at = end + 1;
      members[name] = this.read();
      this.closes(',');
    }
    return members;
  }

  private readItems(): TypeConstraint[] {
    const items: TypeConstraint[] = [];
    this.at++;
    while (!this.closes(')')) {
      items.push(this.read());
      this.closes(',');
    }
    return items;
  }

  /** Steps over `mark` if it comes next; running out of text counts as closed. */
  private closes(mark: string): boolean {
    if (this.at >= this.text.length) return true;
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }
}
