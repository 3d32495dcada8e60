import { awsFreeTypes } from './free/aws-free-types';
import { azureFreeTypes } from './free/azure-free-types';
import { googleFreeTypes } from './free/google-free-types';

const families = [...awsFreeTypes, ...azureFreeTypes, ...googleFreeTypes];

const exact = new Set(
  families.flatMap(([stem, endings]) =>
    endings === '*' ? [] : endings.split(' ').map((ending) => (ending === '' ? stem : `${stem}_${ending}`)),
  ),
);
const prefixes = families.filter(([, endings]) => endings === '*').map(([stem]) => `${stem}_`);

/** Whether a resource type costs nothing by itself. A type that is neither free nor modelled is unknown, not free. */
export const isFreeType = (type: string): boolean => exact.has(type) || prefixes.some((prefix) => type.startsWith(prefix));

/** The types that are free by name, without those covered by a family such as aws_iam. */
export const freeTypes = (): readonly string[] => [...exact];
