import type { ComponentType } from './component-type';
import { network } from './types/network';

const types: readonly ComponentType[] = [network];

const byName = new Map(types.map((type) => [type.name, type]));

export const componentType = (name: string): ComponentType | undefined => byName.get(name);

/** All component types, in name order. */
export const componentTypes = (): readonly ComponentType[] => types;
