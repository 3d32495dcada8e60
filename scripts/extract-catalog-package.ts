import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE_MAP_MARK = '//# sourceMappingURL=data:application/json;base64,';

/** One folder of a bindings package: a resource type, a data source type or the provider itself. */
export interface BindingModule {
  name: string;
  /** TypeScript text from which the module was compiled. */
  source: string;
}

/** The modules of an unpacked bindings package, in name order. */
export function* bindingModules(packageFolder: string): Generator<BindingModule> {
  const library = join(packageFolder, 'lib');
  for (const name of readdirSync(library).sort()) {
    const index = join(library, name, 'index.js');
    if (!existsSync(index)) continue;
    // The largest resource types keep their nested structures in files of their own.
    const structures = join(library, name, 'index-structs');
    const files = existsSync(structures)
      ? readdirSync(structures).filter((file) => file.startsWith('structs') && file.endsWith('.js'))
      : [];
    const source = [...files.map((file) => join(structures, file)), index].map(originalSource).join('\n');
    yield { name, source };
  }
}

/** Version of the Terraform provider that the bindings were generated from. */
export function providerVersion(packageFolder: string): string {
  const source = originalSource(join(packageFolder, 'lib', 'provider', 'index.js'));
  const version = /providerVersion: '(\d+\.\d+\.\d+)'/.exec(source)?.[1];
  if (!version) throw new Error(`no provider version in ${packageFolder}`);
  return version;
}

/**
 * The TypeScript text inside the source map of a compiled file. The compiled text will not do: it lacks the comments that say
 * whether an attribute is computed.
 */
function originalSource(file: string): string {
  const compiled = readFileSync(file, 'latin1');
  const start = compiled.lastIndexOf(SOURCE_MAP_MARK);
  if (start < 0) throw new Error(`${file} has no embedded source map`);
  const map = JSON.parse(Buffer.from(compiled.slice(start + SOURCE_MAP_MARK.length).trim(), 'base64').toString('utf8')) as {
    sourcesContent?: string[];
  };
  const source = map.sourcesContent?.[0];
  if (source === undefined) throw new Error(`${file}: the source map has no content`);
  return source;
}
