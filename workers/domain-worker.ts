import { tasks } from './tasks';

/** Piscina's entry: runs the named task of tasks.ts. */
export default function run({ name, args }: { name: keyof typeof tasks; args: unknown[] }): unknown {
  return (tasks[name] as (...args: unknown[]) => unknown)(...args);
}
