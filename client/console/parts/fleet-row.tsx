import { counted, deploymentWords, driftWords, kindWords, verdictWords, wordOf } from '../format/words';
import { formatMoney } from '../format/money';
import { driftOf, type FleetRow, lastDeployment } from '../state/fleet';
import { Status } from './status';
import { TimeAgo } from './time-ago';

const providerNames: Record<string, string> = { AWS: 'AWS', AZURE: 'Azure', GCP: 'Google Cloud' };

/** One blueprint. A row that a live event changed flashes: its key changes with the number of changes. */
export function FleetRowView({ row, changes }: { row: FleetRow; changes: number }) {
  return (
    <tr role="row" data-blueprint={row.id}>
      <th scope="row" role="rowheader" tabIndex={-1}>
        {changes > 0 && <span key={changes} className="flash" aria-hidden="true" />}
        <span className="blueprint-name">{row.name}</span>
        <span className="detail">
          {row.project.name} · {providerNames[row.head.provider] ?? row.head.provider} {row.head.region} · r{row.head.number}
        </span>
      </th>
      <td role="cell" data-label="Guardrails">
        <Verdict row={row} />
      </td>
      <td role="cell" data-label="Monthly cost" className="number">
        <Cost cost={row.head.cost} />
      </td>
      <td role="cell" data-label="Drift">
        <Drift row={row} />
      </td>
      <td role="cell" data-label="Last deployment">
        <LastDeployment row={row} />
      </td>
    </tr>
  );
}

function Verdict({ row }: { row: FleetRow }) {
  const { guardrails, validation } = row.head;
  const findings = guardrails.violations.totalCount;
  return (
    <>
      <Status word={wordOf(verdictWords, guardrails.verdict)} />
      <span className="detail">{validation.valid ? findings > 0 && counted(findings, 'finding') : 'Design has errors'}</span>
    </>
  );
}

function Cost({ cost }: { cost: FleetRow['head']['cost'] }) {
  return (
    <>
      <span className="amount">{formatMoney(cost.monthly, cost.currency)}</span>
      <span className="detail">{cost.coverage.unpriced > 0 && `+ ${cost.coverage.unpriced} unpriced`}</span>
    </>
  );
}

function Drift({ row }: { row: FleetRow }) {
  const drift = driftOf(row);
  if (!drift) return <Nothing words="No environment yet" />;
  return (
    <>
      <Status word={wordOf(driftWords, drift.status)} />
      <span className="detail">{drift.openAlerts > 0 && counted(drift.openAlerts, 'open alert')}</span>
    </>
  );
}

function LastDeployment({ row }: { row: FleetRow }) {
  const deployment = lastDeployment(row);
  if (!deployment) return <Nothing words="Never deployed" />;
  return (
    <>
      <Status word={wordOf(deploymentWords, deployment.status)} />
      <span className="detail">
        {deployment.environment.name} · {kindWords[deployment.kind] ?? deployment.kind} #{deployment.number} ·{' '}
        <TimeAgo at={deployment.finishedAt ?? deployment.requestedAt} />
      </span>
    </>
  );
}

function Nothing({ words }: { words: string }) {
  return <span className="muted">{words}</span>;
}
