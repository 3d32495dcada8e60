import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import type { BlueprintContent } from '../blueprint/content';
import { evaluateDesign } from '../blueprint/evaluate';
import type { Catalog } from '../catalog/catalog';
import { applyPlan } from '../engine/apply-plan';
import { createMemoryCloud } from '../engine/cloud';
import { planDesign } from '../engine/plan-design';
import type { StateV4 } from '../engine/state';
import type { JsonObject } from '../json';
import { refusedBuiltins } from '../policy/capabilities';
import { allFindingsQuery, readFindings } from '../policy/entry';
import { designInput } from '../policy/input';
import { libraryModules, policyLibrary } from '../policy/library';

/** Plans and applies a lowered design into an empty cloud, then plans it again. */
export async function appliedTwice(
  content: BlueprintContent,
  catalog: Catalog,
  variables: JsonObject = {},
): Promise<{ failures: string[]; added: number; changesAfterwards: string[] }> {
  const cloud = createMemoryCloud();
  const planned = async (priorState: StateV4 | null) => {
    const result = await planDesign({
      content,
      catalog,
      cloud,
      variables,
      priorState,
      mode: 'apply',
      lineage: 'lineage-1',
      now: '2026-01-01T00:00:00Z',
    });
    if (!result.ok) throw new Error(JSON.stringify(result.fault));
    return result.value;
  };
  const { state, outcome } = await applyPlan({ plan: await planned(null), catalog, cloud, onEvent: () => undefined });
  const again = (await planned(state)).json.resource_changes.filter(({ change }) => change.actions.join() !== 'no-op');
  return {
    failures: [...outcome.failures, ...outcome.skipped].map((one) => JSON.stringify(one)),
    added: outcome.added,
    changesAfterwards: again.map(({ address, change }) => `${change.actions.join()} ${address}`),
  };
}

export interface Denial {
  rule: string;
  severity: string;
  addresses: string[];
}

/** The library of guardrails, ready to judge lowered designs. */
export interface Guardrails {
  denials(content: BlueprintContent, catalog: Catalog): Promise<Denial[]>;
  close(): Promise<void>;
}

export async function openGuardrails(): Promise<Guardrails> {
  const pool: RegoPool = createRegoPool({ size: 1 });
  const library = { modules: libraryModules, deny: refusedBuiltins };
  const id = policySetId(library);
  const loaded = await pool.load({ id, ...library });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded));
  const severities = new Map(policyLibrary.map(({ rule, severity }) => [rule, severity as string]));
  return {
    close: async () => void (await pool.close()),
    async denials(content, catalog) {
      const input = designInput(evaluateDesign(content, catalog).design, {
        organization: 'o',
        project: null,
        environment: null,
        region: null,
        cost: { monthly: null, delta: null },
        actor: null,
        time: '2026-01-01T00:00:00Z',
      });
      const evaluated = await pool.evaluate({ id, query: allFindingsQuery, input, deadlineMs: 10_000 });
      if (!evaluated.ok) throw new Error(JSON.stringify(evaluated));
      const { found, malformed } = readFindings(evaluated.bindings[0]?.['x'] ?? null, [...severities.keys()]);
      if (malformed.length > 0) throw new Error(JSON.stringify(malformed));
      return found
        .filter(({ denied }) => denied.length > 0)
        .map(({ rule, denied }) => ({ rule, severity: severities.get(rule) ?? '', addresses: denied.map(({ address }) => address) }));
    },
  };
}
