import type { JsonObject } from '#domain/json';
import { sarifReport } from '#domain/policy/sarif';
import { version } from '#platform/version';
import type { Context } from '../context';
import { policyById } from '../library';
import type { EvaluationRecord } from '../store/evaluation';
import type { FindingRecord } from '../store/finding';
import { exemptionOf, isLifted } from './evaluation';

/** The whole evaluation as a SARIF document; exempted and overridden violations say why they are let through. */
export async function sarifOf(ctx: Pick<Context, 'store' | 'loaders'>, evaluation: EvaluationRecord): Promise<JsonObject> {
  const [found, override] = await Promise.all([
    ctx.store.findings.all(evaluation.id, 'VIOLATION'),
    ctx.loaders.overrides.load(evaluation.id),
  ]);
  const suppressionOf = async (violation: FindingRecord): Promise<string | null> => {
    const exemption = await exemptionOf(ctx, violation);
    if (exemption) return exemption.reason;
    return override && isLifted(violation) ? override.reason : null;
  };
  const rules = evaluation.policyIds.flatMap((id) => policyById(id) ?? []);
  const violations = await Promise.all(
    found.map(async (violation) => ({
      ...violation,
      rule: policyById(violation.policyId)?.rule ?? violation.policyId,
      suppression: await suppressionOf(violation),
      source: null,
    })),
  );
  return sarifReport({ toolVersion: version, rules, violations });
}
