import { collectionFunctions } from './collection';
import { dateFunctions } from './date';
import { encodingFunctions } from './encoding';
import { fileFunctions } from './file';
import { hashFunctions } from './hash';
import { networkFunctions } from './network';
import { numericFunctions } from './numeric';
import { setFunctions } from './sets';
import type { TerraformFunction } from './signature';
import { stringFunctions } from './string';
import { typeFunctions } from './type';

const library: ReadonlyMap<string, TerraformFunction> = new Map(
  [
    numericFunctions,
    stringFunctions,
    collectionFunctions,
    setFunctions,
    encodingFunctions,
    dateFunctions,
    networkFunctions,
    hashFunctions,
    typeFunctions,
    fileFunctions,
  ].flatMap((family) => Object.entries(family)),
);

/** A standard function of Terraform by its name, with or without the `core::` prefix; undefined: there is none. */
export const findFunction = (name: string): TerraformFunction | undefined => library.get(name.startsWith('core::') ? name.slice(6) : name);

/** try and can are part of the evaluator, since they see their arguments fail. */
export const functionNames = (): string[] => [...library.keys(), 'try', 'can', 'type'].sort();
