import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import type { Context } from '../context';
import type { PolicyTestReport, RegoModule } from '../policy-tester';

export interface TestPolicy {
  organizationId: string;
  modules: RegoModule[];
}

const mostModules = 50;
const longestCharacters = 200_000;

function checkModules(modules: readonly RegoModule[]): UserFault[] {
  const fault = (message: string, ...path: string[]): UserFault => userFault('INVALID_INPUT', message, ['input', 'modules', ...path]);
  if (modules.length === 0 || modules.length > mostModules) return [fault(`Give 1 to ${mostModules} modules.`)];
  if (modules.reduce((sum, { content }) => sum + content.length, 0) > longestCharacters)
    return [fault(`The modules have at most ${longestCharacters} characters together.`)];
  const paths = modules.map(({ path }) => path);
  return paths.flatMap((path, at) => {
    if (!/^[\w][\w./-]{0,199}\.rego$/.test(path))
      return [fault('A path has letters, digits, dots, dashes and slashes, and ends in .rego.', String(at), 'path')];
    return paths.indexOf(path) === at ? [] : [fault('Another module has this path.', String(at), 'path')];
  });
}

/** Runs the tests of unsaved policies. */
export async function testPolicy(
  ctx: Pick<Context, 'viewer' | 'tester'>,
  { organizationId, modules }: TestPolicy,
): Promise<Result<PolicyTestReport, UserFault[]>> {
  authorize(ctx.viewer, 'policy:write', { organizationId });
  const faults = checkModules(modules);
  return faults.length ? fail(faults) : ok(await ctx.tester.test(modules));
}
