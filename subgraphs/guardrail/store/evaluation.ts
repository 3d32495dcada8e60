import type { Verdict } from '#domain/policy/verdict';
import type { Database } from './database';

export type SubjectKind = 'REVISION' | 'DEPLOYMENT';

/** What the rules said of one design or plan under one set of settings; never changed. */
export interface EvaluationRecord {
  id: string;
  organizationId: string;
  projectId: string;
  environmentId: string | null;
  subjectKind: SubjectKind;
  subjectId: string;
  inputsHash: string;
  cause: string;
  verdict: Verdict;
  policyIds: string[];
  violationCount: number;
  errorCount: number;
  resourcesEvaluated: number;
  durationMs: number;
  evaluatedAt: Date;
}

/** Names one evaluation among those of its subject. */
export type EvaluationInputs = Pick<EvaluationRecord, 'subjectId' | 'inputsHash'>;

export const evaluationStore = (db: Database) => ({
  byIds: async (ids: readonly string[]): Promise<EvaluationRecord[]> =>
    (await db.evaluation.findMany({ where: { id: { in: [...ids] } } })) as EvaluationRecord[],

  /** The newest evaluation of each subject that has one. */
  async newestOf(subjectKind: SubjectKind, subjectIds: readonly string[]): Promise<EvaluationRecord[]> {
    const newest = await db.evaluation.groupBy({
      by: ['subjectId'],
      where: { subjectKind, subjectId: { in: [...subjectIds] } },
      _max: { id: true },
    });
    const ids = newest.flatMap(({ _max }) => _max.id ?? []);
    return ids.length === 0 ? [] : ((await db.evaluation.findMany({ where: { id: { in: ids } } })) as EvaluationRecord[]);
  },

  /** Oldest first: an evaluation that repeats a failed one comes after it. */
  async byInputs(subjectKind: SubjectKind, wanted: readonly EvaluationInputs[]): Promise<EvaluationRecord[]> {
    if (wanted.length === 0) return [];
    const rows = await db.evaluation.findMany({
      where: { subjectKind, OR: wanted.map(({ subjectId, inputsHash }) => ({ subjectId, inputsHash })) },
      orderBy: { id: 'asc' },
    });
    return rows as EvaluationRecord[];
  },

  /** Ids of those that were new: another replica may have made the same evaluation meanwhile. */
  async insertNew(evaluations: readonly EvaluationRecord[]): Promise<Set<string>> {
    const inserted = await db.evaluation.createManyAndReturn({ data: [...evaluations], skipDuplicates: true, select: { id: true } });
    return new Set(inserted.map(({ id }) => id));
  },
});
