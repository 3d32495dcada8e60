import { loadavg } from 'node:os';

/** Value at a share of the sorted values, e.g. 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds of each of `rounds` runs, one after the other. */
export async function timed(rounds: number, run: (round: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = performance.now();
    await run(round);
    times.push(performance.now() - at);
  }
  return times;
}

const text = (value: number, unit: string): string => `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;

/** One line: the figure, and its ratio to what it is held against. */
export function report(what: string, value: number, { unit = 'ms', against }: { unit?: string; against?: [string, number] } = {}): void {
  const ratio = against ? `  ${(value / against[1]).toFixed(2)} x ${against[0]} (${text(against[1], unit)})` : '';
  console.log(`  ${what.padEnd(58)} ${text(value, unit).padStart(12)}${ratio}`);
}

/** What else the machine does makes absolute figures worthless: say so beside them. */
export const reportLoad = (): void => console.log(`  load average ${loadavg()[0]!.toFixed(1)}`);
