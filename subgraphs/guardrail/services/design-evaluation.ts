import type { PolicyContext } from '#domain/policy/input';
import type { CallContext } from '#platform/context-token';
import type { Evaluator } from '../evaluator';
import type { BlueprintPeer, PeerRevision } from '../peers/blueprint';
import type { EvaluationRecord } from '../store/evaluation';
import type { Store } from '../store/store';
import { evaluatedEvent } from './announcement';
import { decisionsOf, inputsHashOf, judgeSubject, type Decisions, type DecisionStore, type Judged, type Subject } from './judgement';

interface Reading extends DecisionStore {
  evaluations: Pick<Store['evaluations'], 'newestOf' | 'byInputs'>;
}

interface Writing extends Pick<Store, 'announce'> {
  evaluations: Pick<Store['evaluations'], 'insertNew' | 'byInputs'>;
  findings: Pick<Store['findings'], 'insert'>;
}

/** What evaluating designs takes of the process. */
export interface DesignEvaluation {
  store: Reading & { transaction<T>(work: (tx: Writing) => Promise<T>): Promise<T> };
  evaluator: Pick<Evaluator, 'design'>;
  blueprints: Pick<BlueprintPeer, 'revisions'>;
  /** Evaluations that are being made, by subject, inputs and cause: whoever wants the same one waits for it. */
  inProgress: Map<string, Promise<EvaluationRecord>>;
  now: () => Date;
}

/** An evaluation that failed in parts is repeated for those who ask later. */
const repeatFailedAfterMs = 60_000;

const subjectOf = ({ id, organizationId, projectId }: Pick<PeerRevision, 'id' | 'organizationId' | 'projectId'>): Subject => ({
  kind: 'REVISION',
  id,
  organizationId,
  projectId,
  environmentId: null,
});

/**
 * The verdicts on designs under the policies, settings and exemptions of now: stored ones where nothing has changed since,
 * new ones for the rest. Contents are fetched in one call, on behalf of the caller; a revision that the caller may not see
 * and that has no current verdict is left out.
 */
export async function evaluateRevisions(
  by: DesignEvaluation,
  call: CallContext,
  revisionIds: readonly string[],
): Promise<Map<string, EvaluationRecord>> {
  const now = by.now();
  const seen = await by.store.evaluations.newestOf('REVISION', revisionIds);
  const decisions = await decisionsOf(by.store, unique(seen.map((one) => one.organizationId)), now);
  const subjects = seen.map((one) => subjectOf({ ...one, id: one.subjectId }));
  const wanted = subjects.map((subject) => ({ subjectId: subject.id, inputsHash: inputsHashOf(decisions, subject) }));
  const made = new Map((await by.store.evaluations.byInputs('REVISION', wanted)).map((one) => [one.subjectId, one]));
  const current = new Map(
    [...made].filter(([, one]) => one.errorCount === 0 || now.getTime() - one.evaluatedAt.getTime() < repeatFailedAfterMs),
  );
  const missing = revisionIds.filter((id) => !current.has(id));
  if (missing.length === 0) return current;
  const revisions = await by.blueprints.revisions(missing, call);
  const unseen = unique(revisions.map((one) => one.organizationId)).filter((id) => !seen.some((one) => one.organizationId === id));
  const more = await decisionsOf(by.store, unseen, now);
  const all = { settings: [...decisions.settings, ...more.settings], exemptions: [...decisions.exemptions, ...more.exemptions] };
  const evaluated = await evaluateShared(by, revisions, all, made);
  return new Map([...current, ...evaluated.map((one) => [one.subjectId, one] as const)]);
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Makes what nobody else is making, all in one batch, and waits for the rest. */
async function evaluateShared(
  by: DesignEvaluation,
  revisions: readonly PeerRevision[],
  decisions: Decisions,
  failed: ReadonlyMap<string, EvaluationRecord>,
): Promise<EvaluationRecord[]> {
  const orders = revisions.map((revision) => {
    const cause = failed.get(revision.id)?.id ?? '';
    return { revision, cause, key: `${revision.id}/${inputsHashOf(decisions, subjectOf(revision))}/${cause}` };
  });
  const mine = orders.filter(({ key }) => !by.inProgress.has(key));
  const batch = evaluateBatch(by, mine, decisions);
  for (const { key, revision } of mine) {
    const one = batch.then((evaluations) => evaluations.get(revision.id)!);
    by.inProgress.set(key, one);
    const done = (): boolean => by.inProgress.delete(key);
    one.then(done, done);
  }
  return Promise.all(orders.map(({ key }) => by.inProgress.get(key)!));
}

async function evaluateBatch(
  by: DesignEvaluation,
  orders: readonly { revision: PeerRevision; cause: string }[],
  decisions: Decisions,
): Promise<Map<string, EvaluationRecord>> {
  if (orders.length === 0) return new Map();
  const judged = await Promise.all(
    orders.map(async ({ revision, cause }) => {
      const findings = await by.evaluator.design(revision.content, contextOf(revision, by.now()));
      return judgeSubject(subjectOf(revision), decisions, findings, by.now(), cause);
    }),
  );
  return saveDesigns(by.store, judged);
}

const contextOf = ({ organizationId, projectId, content }: PeerRevision, now: Date): PolicyContext => ({
  organization: organizationId,
  project: projectId,
  environment: null,
  region: content.region,
  cost: { monthly: null, delta: null },
  actor: null,
  time: now.toISOString(),
});

/** Another replica may have been faster: then its evaluation stands and nothing is announced. */
function saveDesigns(store: DesignEvaluation['store'], judged: readonly Judged[]): Promise<Map<string, EvaluationRecord>> {
  return store.transaction(async (tx) => {
    const inserted = await tx.evaluations.insertNew(judged.map(({ evaluation }) => evaluation));
    const mine = judged.filter(({ evaluation }) => inserted.has(evaluation.id));
    await tx.findings.insert(mine.flatMap(({ findings }) => findings));
    await tx.announce(...mine.map(({ evaluation }) => evaluatedEvent(evaluation)));
    const theirs = judged.filter(({ evaluation }) => !inserted.has(evaluation.id)).map(({ evaluation }) => evaluation);
    const stored = [...mine.map(({ evaluation }) => evaluation), ...(await tx.evaluations.byInputs('REVISION', theirs))];
    return new Map(stored.map((evaluation) => [evaluation.subjectId, evaluation]));
  });
}
