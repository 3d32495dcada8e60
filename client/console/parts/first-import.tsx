import { mayAuthor, useViewer } from '../state/viewer';
import { type Imported, ImportForm } from './import-form';

/** The list before there is anything in it. */
export function FirstImport({ onImported }: { onImported: (imported: Imported) => void }) {
  const { membership } = useViewer();
  return (
    <section className="first" aria-labelledby="first-title">
      <div className="first-words">
        <h2 id="first-title">Import your first blueprint</h2>
        <p>
          Bring Terraform you already have. Lintel draws its graph, checks it against guardrails, prices it, and follows its deployments and
          drift from here.
        </p>
        <p className="muted">Nothing is deployed by an import, and no cloud account is needed.</p>
      </div>
      {mayAuthor(membership) ? (
        <div className="panel">
          <ImportForm onImported={onImported} />
        </div>
      ) : (
        <p className="panel">
          Your role can view blueprints but not add them. Ask an author of {membership.organization.name} to import the first one.
        </p>
      )}
    </section>
  );
}
