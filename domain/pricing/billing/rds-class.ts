import Big from 'big.js';

const smallSizes: Record<string, number> = { micro: 2, small: 2, medium: 2, large: 2, xlarge: 4 };

/** vCPUs of a database class: sizes are the same across the current families (large 2, xlarge 4, nxlarge 4n). */
export function classVcpus(instanceClass: string | undefined): Big | null {
  const size = instanceClass?.split('.')[2] ?? '';
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return new Big(multiple).times(4);
  const count = smallSizes[size];
  const old = instanceClass?.startsWith('db.t2.') || instanceClass?.startsWith('db.t1.') || instanceClass?.startsWith('db.m3.medium');
  if (count === undefined) return null;
  return new Big(
    old && (size === 'micro' || size === 'small' || size === 'medium')
      ? size === 'medium' && instanceClass?.startsWith('db.t2.')
        ? 2
        : 1
      : count,
  );
}
