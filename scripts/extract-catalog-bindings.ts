/** A nested structure that a class exposes, e.g. `private _cors = new BucketCorsList(this, "cors", true)`. */
export interface NestedMember {
  /** Class name without its suffix, e.g. BucketCors; String, Number or Boolean for maps of scalars. */
  element: string;
  kind: 'List' | 'Map' | 'MapList' | 'OutputReference';
  isSet: boolean;
}

/** A getter of a class, e.g. `this.getStringAttribute('arn')`. */
export interface Getter {
  /** String, Number, Boolean, List, NumberList, StringMap...; Any when the bindings know no type. */
  method: string;
  isSet: boolean;
}

export interface BindingClass {
  name: string;
  base: string;
  flags: Map<string, { computed: boolean; required: boolean }>;
  getters: Map<string, Getter>;
  nested: Map<string, NestedMember>;
}

/** An entry of the table that a structure is written to HCL with. */
export interface StructMember {
  name: string;
  /** Text of the conversion, e.g. cdktn.listMapperHcl(bucketCorsToHclTerraform, true)(struct!.cors). */
  conversion: string;
  isBlock: boolean;
  shape: 'simple' | 'list' | 'set' | 'map' | 'struct';
  storage: string;
}

/** What the text of one module says. */
export interface Bindings {
  kind: 'resource' | 'dataSource' | 'provider' | 'other';
  /** e.g. aws_instance */
  typeName: string;
  root: { class: BindingClass; members: StructMember[] };
  classes: Map<string, BindingClass>;
  /** Function name prefix (bucketCors) -> members. */
  structs: Map<string, StructMember[]>;
  /** `<interface>#<attribute>` -> the provider's own description; the root's interface ends in Config. */
  docs: Map<string, string>;
}

const KINDS: Record<string, Bindings['kind']> = {
  TerraformResource: 'resource',
  TerraformDataSource: 'dataSource',
  TerraformProvider: 'provider',
};

/** Reads one module's TypeScript text line by line; the generator's layout is regular enough for that. */
export function parseBindings(source: string): Bindings {
  const reader = new BindingsReader();
  for (const line of source.split('\n')) reader.read(line);
  return reader.finish();
}

class BindingsReader {
  private readonly classes = new Map<string, BindingClass>();
  private readonly structs = new Map<string, StructMember[]>();
  private readonly docs = new Map<string, string>();
  private current: BindingClass | null = null;
  private members: StructMember[] | null = null;
  private root: { class: BindingClass; members: StructMember[] } | null = null;
  private typeName = '';
  private interfaceName = '';
  private doc: string[] | null = null;

  read(line: string): void {
    if (this.readDoc(line) || this.readDeclaration(line)) return;
    if (this.members) this.readMember(line, this.members);
    else if (this.current) this.readClassLine(line, this.current);
  }

  finish(): Bindings {
    const kind = this.root ? (KINDS[this.root.class.base] ?? 'other') : 'other';
    const root = this.root ?? { class: newClass('', ''), members: [] };
    return { kind, typeName: this.typeName, root, classes: this.classes, structs: this.structs, docs: this.docs };
  }

  private readDoc(line: string): boolean {
    const text = line.trim();
    if (text === '/**') this.doc = [];
    else if (this.doc === null) return false;
    else if (text.endsWith('*/')) this.doc = null;
    else this.readDocLine(text.replace(/^\* ?/, ''), this.doc);
    return true;
  }

  private readDocLine(text: string, doc: string[]): void {
    const link = /^Docs at Terraform Registry: \{@link \S+ \w+#([\w-]+)\}/.exec(text);
    if (link) this.docs.set(`${this.interfaceName}#${link[1]!}`, doc.join('\n').trim());
    else doc.push(text);
  }

  private readDeclaration(line: string): boolean {
    if (line.startsWith('export class ')) {
      const [, name = '', base = ''] = /^export class (\w+) extends cdkt[fn]\.(\w+)/.exec(line) ?? [];
      this.current = newClass(name, base);
      this.members = null;
      this.classes.set(name, this.current);
      return true;
    }
    if (line.startsWith('export function ') || line.startsWith('export interface ')) {
      this.current = null;
      this.interfaceName = /^export interface (\w+)/.exec(line)?.[1] ?? '';
      const prefix = /^export function (\w+)ToHclTerraform\(/.exec(line)?.[1];
      this.members = prefix ? [] : null;
      if (prefix) this.structs.set(prefix, this.members!);
      return true;
    }
    if (this.current && line.includes('synthesizeHclAttributes()')) {
      this.members = [];
      this.root = { class: this.current, members: this.members };
      return true;
    }
    return false;
  }

  private readMember(line: string, members: StructMember[]): void {
    const name = /^\s+"?([\w-]+)"?: \{$/.exec(line)?.[1];
    if (name) members.push({ name, conversion: '', isBlock: false, shape: 'simple', storage: '' });
    else if (line.includes('remove undefined')) this.members = null;
    const member = members.at(-1);
    const [, key, value = ''] = /^\s+(value|isBlock|type|storageClassType): "?(.*?)"?,$/.exec(line) ?? [];
    if (!member || !key) return;
    if (key === 'value') member.conversion = value;
    else if (key === 'isBlock') member.isBlock = value === 'true';
    else if (key === 'type') member.shape = value as StructMember['shape'];
    else member.storage = value;
  }

  private readClassLine(line: string, owner: BindingClass): void {
    const type = /static readonly tfResourceType = "(\w+)"/.exec(line);
    if (type) this.typeName = type[1]!;
    const flags = /^\s*\/\/ ([\w-]+) - computed: (\w+), optional: \w+, required: (\w+)/.exec(line);
    if (flags) owner.flags.set(flags[1]!, { computed: flags[2] === 'true', required: flags[3] === 'true' });
    const nested = /^\s*private _\w+ = new (?:\w+\.)?(\w+?)(MapList|List|Map|OutputReference)\(this, "([\w-]+)"(?:, (true|false))?/.exec(
      line,
    );
    if (nested) owner.nested.set(nested[3]!, { element: nested[1]!, kind: nested[2] as NestedMember['kind'], isSet: nested[4] === 'true' });
    const getter = /this\.(?:get(\w+)Attribute|interpolationForAttribute)\('([\w-]+)'\)/.exec(line);
    if (getter) owner.getters.set(getter[2]!, { method: getter[1] ?? 'Any', isSet: line.includes('.Fn.tolist(') });
  }
}

const newClass = (name: string, base: string): BindingClass => ({ name, base, flags: new Map(), getters: new Map(), nested: new Map() });
