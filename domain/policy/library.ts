import { entryFile, entryModule } from './entry';
import { library } from './generated/library';
import type { LibraryPolicy } from './rule';

/** The built-in rules in order of their ids. */
export const policyLibrary: readonly LibraryPolicy[] = library.policies;

/** The shared Rego modules, by file name. */
export const sharedModules: Readonly<Record<string, string>> = library.shared;

/** The whole library as one set of modules, by file name: rules, shared modules and the entry that gathers their findings. */
export const libraryModules: Readonly<Record<string, string>> = {
  ...Object.fromEntries(library.policies.map(({ file, rego }) => [file, rego])),
  ...library.shared,
  [entryFile]: entryModule(library.policies),
};
