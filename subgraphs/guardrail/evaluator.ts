import type { BlueprintContent } from '#domain/blueprint/content';
import type { Json } from '#domain/json';
import type { PolicyContext, PolicyInput } from '#domain/policy/input';
import type { Logger } from '#platform/database/logger';
import { Denial } from '#platform/denial';
import type { DomainWork } from '#workers/domain-work';
import { createBound } from './bound';
import type { Engine } from './engine';
import { findingsOf, nothingEvaluated, type LibraryFindings } from './library-findings';

export interface Evaluated extends LibraryFindings {
  resourcesEvaluated: number;
  durationMs: number;
}

/** Asks the rules of the library about designs and plans. */
export interface Evaluator {
  design(content: BlueprintContent, context: PolicyContext): Promise<Evaluated>;
  /** @param planJson in the format of `show -json` */
  plan(planJson: Json, context: PolicyContext): Promise<Evaluated>;
}

export interface EvaluatorOptions {
  engine: Pick<Engine, 'pool'>;
  work: Pick<DomainWork, 'designPolicyInput' | 'planPolicyInput'>;
  /** More inputs than engines, and one, would only wait in memory. */
  atOnce: number;
  log: Pick<Logger, 'error'>;
}

export function createEvaluator({ engine, work, atOnce, log }: EvaluatorOptions): Evaluator {
  const bounded = createBound(atOnce);

  /** What cannot be evaluated at all counts against every rule, and does not take a whole page of verdicts with it. */
  async function findings(inputOf: () => Promise<PolicyInput>): Promise<Omit<Evaluated, 'durationMs'>> {
    try {
      const [pool, input] = await Promise.all([engine.pool(), inputOf()]);
      return { ...(await findingsOf(pool, input)), resourcesEvaluated: input.resources.length };
    } catch (err) {
      if (err instanceof Denial) throw err;
      log.error({ err }, 'no policy could be evaluated');
      return { ...nothingEvaluated(), resourcesEvaluated: 0 };
    }
  }

  const evaluate = (inputOf: () => Promise<PolicyInput>): Promise<Evaluated> =>
    bounded(async () => {
      const begun = performance.now();
      const evaluated = await findings(inputOf);
      return { ...evaluated, durationMs: Math.round((performance.now() - begun) * 10) / 10 };
    });

  return {
    design: (content, context) => evaluate(() => work.designPolicyInput(content, context)),
    plan: (planJson, context) => evaluate(() => work.planPolicyInput(planJson, context)),
  };
}
