import { useEffect, useRef } from 'react';
import type { Fleet } from '../state/fleet';
import { FleetRowView } from './fleet-row';

/** The blueprints as a table that becomes a stack of cards on a narrow screen; roles are spelled out because CSS would drop them there. */
export function FleetTable({ fleet, focusId, busy }: { fleet: Fleet; focusId?: string; busy: boolean }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (focusId) body.current?.querySelector<HTMLElement>(`[data-blueprint="${CSS.escape(focusId)}"] th`)?.focus();
  }, [focusId]);
  return (
    <table className="fleet" role="table" aria-busy={busy}>
      <caption className="unseen">Blueprints with guardrail verdict, monthly cost, drift and last deployment</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Blueprint
          </th>
          <th scope="col" role="columnheader">
            Guardrails
          </th>
          <th scope="col" role="columnheader" className="number">
            Monthly cost
          </th>
          <th scope="col" role="columnheader">
            Drift
          </th>
          <th scope="col" role="columnheader">
            Last deployment
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {fleet.rows.map((row) => (
          <FleetRowView key={row.id} row={row} changes={fleet.changes[row.id] ?? 0} />
        ))}
      </tbody>
    </table>
  );
}
