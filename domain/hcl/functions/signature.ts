import type { Value } from '../value';

/** A Terraform function that depends on its arguments alone. */
export interface TerraformFunction {
  /** Smallest and largest number of arguments; a largest of Infinity means variadic. */
  arity: readonly [number, number];
  /**
   * How unknown arguments are met: 'whole' answers unknown when any part of any argument is unknown; 'top' when an argument
   * itself is unknown (its elements may be); 'any' calls the function in every case.
   */
  unknown: 'whole' | 'top' | 'any';
  /** Throws InvalidValue for what Terraform refuses. */
  call: (args: Value[]) => Value;
}

export type FunctionFamily = Readonly<Record<string, TerraformFunction>>;

type Call = TerraformFunction['call'];

/** A function that needs its arguments wholly known. */
export const whole = (least: number, most: number, call: Call): TerraformFunction => ({ arity: [least, most], unknown: 'whole', call });
/** A function that only looks at the outer shape of its arguments. */
export const top = (least: number, most: number, call: Call): TerraformFunction => ({ arity: [least, most], unknown: 'top', call });
/** A function that copes with unknown arguments itself. */
export const any = (least: number, most: number, call: Call): TerraformFunction => ({ arity: [least, most], unknown: 'any', call });
