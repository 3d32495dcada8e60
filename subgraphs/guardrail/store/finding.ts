import type { Severity } from '#domain/diagnostic';
import type { Enforcement } from '#domain/policy/verdict';
import type { PageRequest } from '#platform/page';
import { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export type FindingKind = 'VIOLATION' | 'UNDECIDED' | 'ERROR';

export interface FindingRecord {
  evaluationId: string;
  kind: FindingKind;
  /** From 0, most severe first. */
  position: number;
  policyId: string;
  severity: Severity;
  enforcement: Enforcement;
  address: string;
  path: string[];
  message: string;
  exemptionId: string | null;
}

export interface FindingFilter {
  kind: FindingKind;
  /** null: every severity. */
  severity: readonly Severity[] | null;
}

export const findingStore = (db: Database) => ({
  /** For several evaluations at once: the first `limit` + 1 findings of each behind a position. */
  async pages(evaluationIds: readonly string[], { kind, severity }: FindingFilter, request: PageRequest): Promise<FindingRecord[]> {
    const after = request.after ? Number(request.after[0]) : -1;
    const ofSeverity = severity ? Prisma.sql`AND severity IN (${Prisma.join([...severity])})` : Prisma.empty;
    return db.$queryRaw<FindingRecord[]>`
      SELECT evaluation_id AS "evaluationId", kind, position, policy_id AS "policyId", severity, enforcement, address, path, message, exemption_id AS "exemptionId"
      FROM (
        SELECT *, row_number() OVER (PARTITION BY evaluation_id ORDER BY position) AS place
        FROM finding
        WHERE evaluation_id IN (${Prisma.join([...evaluationIds])}) AND kind = ${kind} AND position > ${after} ${ofSeverity}
      ) AS placed
      WHERE place <= ${request.limit + 1}
      ORDER BY evaluation_id, position`;
  },

  async counts(evaluationIds: readonly string[], { kind, severity }: FindingFilter): Promise<Map<string, number>> {
    const rows = await db.finding.groupBy({
      by: ['evaluationId'],
      where: { evaluationId: { in: [...evaluationIds] }, kind, ...(severity ? { severity: { in: [...severity] } } : {}) },
      _count: true,
    });
    return new Map(rows.map((row) => [row.evaluationId, row._count]));
  },

  async all(evaluationId: string, kind: FindingKind): Promise<FindingRecord[]> {
    return (await db.finding.findMany({ where: { evaluationId, kind }, orderBy: { position: 'asc' } })) as FindingRecord[];
  },

  /** One statement however many there are: their columns would be more parameters than a statement may have. */
  async insert(findings: readonly FindingRecord[]): Promise<void> {
    if (findings.length === 0) return;
    const rows = findings.map((finding) => ({
      evaluation_id: finding.evaluationId,
      kind: finding.kind,
      position: finding.position,
      policy_id: finding.policyId,
      severity: finding.severity,
      enforcement: finding.enforcement,
      address: finding.address,
      path: finding.path,
      message: finding.message,
      exemption_id: finding.exemptionId,
    }));
    await db.$executeRaw`
      INSERT INTO finding (evaluation_id, kind, position, policy_id, severity, enforcement, address, path, message, exemption_id)
      SELECT evaluation_id, kind, position, policy_id, severity, enforcement, address, path, message, exemption_id
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS given(evaluation_id text, kind text, position int, policy_id text, severity text, enforcement text, address text, path text[], message text, exemption_id text)`;
  },
});
