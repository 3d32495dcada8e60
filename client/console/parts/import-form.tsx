import { useCallback, useState } from 'react';
import type { ImportBlueprintMutation, UserErrorFieldsFragment } from '#sdk/generated/operations';
import { useProjects } from '../state/use-projects';
import { useViewer } from '../state/viewer';
import { Failure } from './failure';
import { faultOf, Faults } from './faults';
import { Field } from './field';
import { type Source, SourceInput } from './source-input';
import { useSubmit } from './use-submit';

/** What an import did. */
export type Imported = ImportBlueprintMutation['importBlueprint'];

const noSource: UserErrorFieldsFragment = {
  code: 'INVALID_INPUT',
  message: 'Choose at least one .tf file or paste a configuration.',
  path: null,
};

/** Imports Terraform as a new blueprint, and makes the project first where there is none. */
export function ImportForm({ onImported }: { onImported: (imported: Imported) => void }) {
  const { client, membership } = useViewer();
  const projects = useProjects(client, membership.organization.id);
  const [files, setFiles] = useState<Source[]>([]);
  const [text, setText] = useState('');

  const send = useCallback(
    async (form: FormData) => {
      const sources = text.trim() ? [...files, { path: freePath(files), content: text }] : files;
      if (!sources.length) return [noSource];
      const project = await projects.chosenOrCreated(String(form.get('projectId') ?? ''), String(form.get('projectName') ?? ''));
      if ('faults' in project) return project.faults;
      const imported = await client.importBlueprint({
        projectId: project.id,
        name: String(form.get('name')).trim(),
        format: 'HCL',
        files: sources,
      });
      if (!imported.userErrors.length) onImported(imported);
      return imported.userErrors;
    },
    [client, files, text, projects, onImported],
  );
  const { busy, faults, error, submit } = useSubmit(send);

  if (projects.error) return <Failure title="The projects could not be read" error={projects.error} retry={projects.reload} />;
  return (
    <form className="form" onSubmit={submit} aria-busy={busy}>
      <Field label="Blueprint name" name="name" required maxLength={100} autoComplete="off" fault={faultOf(faults, 'name')} />
      <ProjectField projects={projects.list} />
      <SourceInput
        files={files}
        text={text}
        fileFault={contentFault(faults, (at) => at < files.length)}
        textFault={contentFault(faults, (at) => at >= files.length)}
        onFiles={setFiles}
        onText={setText}
      />
      <Faults faults={faults} fields={['name', 'content']} />
      {error && <Failure title="The import did not go through" error={error} />}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={busy || !projects.list}>
          {busy ? 'Importing…' : 'Import blueprint'}
        </button>
      </div>
    </form>
  );
}

function ProjectField({ projects }: { projects: { id: string; name: string }[] | undefined }) {
  if (!projects) return <p className="muted">Reading the projects…</p>;
  if (!projects.length)
    return (
      <Field
        label="Project"
        name="projectName"
        required
        maxLength={100}
        defaultValue="Main"
        hint="Your first project: it groups blueprints and their environments."
      />
    );
  return (
    <div className="field">
      <label htmlFor="import-project">Project</label>
      <select id="import-project" name="projectId">
        {projects.map((project) => (
          <option key={project.id} value={project.id}>
            {project.name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is wrong with the content of the files that are wanted; the path is input.files.<position>.content, and the pasted text comes last. */
function contentFault(faults: readonly UserErrorFieldsFragment[], wanted: (position: number) => boolean): string | undefined {
  const found = faults.filter(({ path }) => path?.at(-1) === 'content' && wanted(Number(path.at(-2))));
  return found.map((fault) => fault.message).join('\n') || undefined;
}

function freePath(files: Source[]): string {
  return files.some((file) => file.path === 'main.tf') ? 'pasted.tf' : 'main.tf';
}
