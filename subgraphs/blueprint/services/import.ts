import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { isStorable } from '#domain/text';
import { authorize } from '#platform/authorize';
import { Denial } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import { createBlueprint, reviseBlueprint, type Revised } from './blueprint';

export interface ImportBlueprint {
  projectId?: string | null;
  name?: string | null;
  blueprintId?: string | null;
  expectedRevision?: number | null;
  format: 'HCL' | 'PLAN_JSON' | 'STATE_JSON';
  files: { path: string; content: string }[];
  idempotencyKey?: string | null;
}

export interface Skip {
  path: string | null;
  line: number | null;
  address: string | null;
  reason: string;
}

export interface Imported extends Revised {
  importedResources: number;
  skipped: Skip[];
}

const mostFiles = 2_000;

const isGiven = (id: string | null | undefined): id is string => typeof id === 'string';

function checkInput(input: ImportBlueprint): UserFault[] {
  const create = isGiven(input.projectId) && input.name && !isGiven(input.blueprintId);
  const revise = isGiven(input.blueprintId) && typeof input.expectedRevision === 'number' && !isGiven(input.projectId);
  if (!create && !revise)
    return [
      userFault('INVALID_INPUT', 'Give projectId and name for a new blueprint, or blueprintId and expectedRevision for a revision.', [
        'input',
      ]),
    ];
  if (input.files.length === 0 || input.files.length > mostFiles)
    return [userFault('INVALID_INPUT', `Give 1 to ${mostFiles} files.`, ['input', 'files'])];
  return input.files.flatMap((file, at) =>
    file.path.length === 0 ||
    file.path.length > 500 ||
    !isStorable(file.path) ||
    /^([\\/]|[A-Za-z]:)/.test(file.path) ||
    file.path.split(/[\\/]/).includes('..')
      ? [userFault('INVALID_INPUT', 'A path is relative and stays within the configuration.', ['input', 'files', String(at), 'path'])]
      : [],
  );
}

/** Makes a blueprint or a revision of Terraform files. What is left out is listed; a file that does not parse imports nothing. */
export async function importBlueprint(ctx: Context, input: ImportBlueprint): Promise<Result<Imported, UserFault[]>> {
  const project = isGiven(input.projectId)
    ? authorize(ctx.viewer, 'blueprint:write', isId(input.projectId) ? await ctx.loaders.projects.load(input.projectId) : null)
    : null;
  const blueprint = isGiven(input.blueprintId)
    ? authorize(ctx.viewer, 'blueprint:write', isId(input.blueprintId) ? await ctx.loaders.blueprints.load(input.blueprintId) : null)
    : null;
  const faults = checkInput(input);
  if (faults.length) return fail(faults);
  if (input.format !== 'HCL') throw new Denial('NOT_AVAILABLE_YET', `Imports of ${input.format} are not served yet.`);
  const { files, ...rest } = input;
  const read = await ctx.work.importHcl(files);
  if (!read.ok)
    return fail(
      read.fault.map((fault) =>
        userFault('IMPORT_FAILED', fault.message, [
          'input',
          'files',
          String(
            Math.max(
              0,
              files.findIndex((file) => file.path === fault.file),
            ),
          ),
          'content',
        ]),
      ),
    );
  const { importedResources, skipped, ...draft } = read.value;
  const revised = project
    ? await createBlueprint(ctx, project, { ...rest, projectId: project.id, name: input.name! }, draft, 'importBlueprint')
    : await reviseBlueprint(
        ctx,
        blueprint!,
        { ...rest, blueprintId: blueprint!.id, expectedRevision: input.expectedRevision! },
        draft,
        'importBlueprint',
      );
  return revised.ok ? ok({ ...revised.value, importedResources, skipped }) : revised;
}
