import { counted } from '../format/words';
import type { Imported } from './import-form';

/** What an import left out, and why. */
export function Omissions({ imported }: { imported: Imported }) {
  return (
    <section className="panel">
      <p>
        <strong>{imported.blueprint?.name}</strong> holds {counted(imported.importedResources, 'resource')}. Left out:
      </p>
      <ul className="omissions">
        {imported.skipped.map((skip, at) => (
          <li key={at}>
            <code>{[skip.path, skip.line].filter((part) => part !== null).join(':') || skip.address}</code> {skip.reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
