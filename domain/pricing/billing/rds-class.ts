import Big from 'big.js';
import { ownValue } from '../own-value';

/** vCPUs by size in the current families; a size of nxlarge has 4n. */
const sizes: Record<string, number> = { micro: 2, small: 2, medium: 2, large: 2, xlarge: 4 };

/** Classes of older families that have fewer. */
const olderClasses: Record<string, number> = {
  'db.t1.micro': 1,
  'db.t2.micro': 1,
  'db.t2.small': 1,
  'db.m1.small': 1,
  'db.m1.medium': 1,
  'db.m3.medium': 1,
};

/** vCPUs of a database class, null where they are not known. */
export function classVcpus(instanceClass: string | undefined): Big | null {
  const size = instanceClass?.split('.')[2] ?? '';
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return new Big(multiple).times(4);
  const count = ownValue(olderClasses, instanceClass) ?? ownValue(sizes, size);
  return count === undefined ? null : new Big(count);
}
