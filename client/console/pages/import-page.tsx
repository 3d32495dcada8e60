import { useCallback, useState } from 'react';
import { Heading } from '../parts/heading';
import { type Imported, ImportForm } from '../parts/import-form';
import { Omissions } from '../parts/omissions';
import { counted } from '../format/words';
import { go, hrefOf } from '../router';
import { mayAuthor, useViewer } from '../state/viewer';

/** Terraform in, blueprint out; what was left out is listed before one goes on. */
export function ImportPage() {
  const { membership, announce } = useViewer();
  const home = hrefOf(membership.organization.slug);
  const [imported, setImported] = useState<Imported>();
  const finish = useCallback(
    (result: Imported) => {
      announce(`${result.blueprint?.name} imported with ${counted(result.importedResources, 'resource')}.`);
      if (result.skipped.length) setImported(result);
      else go(home);
    },
    [announce, home],
  );
  return (
    <main className="page page-narrow">
      <Heading title={imported ? 'Imported with omissions' : 'Import a blueprint'}>
        <span className="page-head-gap" />
        <a className="button" href={home}>
          {imported ? 'Go to blueprints' : 'Cancel'}
        </a>
      </Heading>
      {imported && <Omissions imported={imported} />}
      {!imported && !mayAuthor(membership) && <p className="panel">Your role can view blueprints but not add them.</p>}
      {!imported && mayAuthor(membership) && (
        <div className="panel">
          <ImportForm onImported={finish} />
        </div>
      )}
    </main>
  );
}
