import type { BlueprintContent } from '#domain/blueprint/content';
import type { CostEstimate } from '#domain/pricing/estimate';
import type { UsageFile } from '#domain/pricing/usage';
import type { DomainWork } from '#workers/domain-work';

export interface RevisionOrder {
  revisionId: string;
  usage: UsageFile;
  usageHash: string;
  /** Asked only when the estimate is not at hand. */
  content: () => Promise<BlueprintContent>;
}

export interface RevisionEstimator {
  estimate(order: RevisionOrder): Promise<CostEstimate>;
}

/**
 * Estimates revisions on a worker thread and keeps what was made last. Revisions never change and prices not while the
 * process runs, so what is kept stays right.
 *
 * @param mostResources resources of all kept estimates together; one takes about 1 kB
 */
export function createRevisionEstimator(work: Pick<DomainWork, 'estimateDesign'>, mostResources = 40_000): RevisionEstimator {
  const kept = new Map<string, CostEstimate>();
  const underWay = new Map<string, Promise<CostEstimate>>();
  let resources = 0;

  function keep(key: string, made: CostEstimate): void {
    kept.set(key, made);
    resources += weight(made);
    for (const [oldest, estimate] of kept) {
      if (resources <= mostResources) break;
      kept.delete(oldest);
      resources -= weight(estimate);
    }
  }

  async function make(key: string, { content, usage }: RevisionOrder): Promise<CostEstimate> {
    try {
      const made = await work.estimateDesign(await content(), usage);
      keep(key, made);
      return made;
    } finally {
      underWay.delete(key);
    }
  }

  return {
    async estimate(order) {
      const key = `${order.revisionId}/${order.usageHash}`;
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const running = underWay.get(key) ?? make(key, order);
      underWay.set(key, running);
      return running;
    },
  };
}

const weight = (estimate: CostEstimate): number => 1 + estimate.resources.length;
