import DataLoader from 'dataloader';
import type { Severity } from '#domain/diagnostic';
import type { CallContext } from '#platform/context-token';
import { inOrder, mapInOrder } from '#platform/loader';
import type { PageRequest } from '#platform/page';
import type { Evaluator } from './evaluator';
import type { BlueprintPeer } from './peers/blueprint';
import type { IacPeer } from './peers/iac';
import type { PolicyTester } from './policy-tester';
import { evaluateRevisions, type DesignEvaluation } from './services/design-evaluation';
import type { EnforcementSettingRecord } from './store/enforcement-setting';
import type { EvaluationRecord } from './store/evaluation';
import type { ExemptionRecord } from './store/exemption';
import type { FindingFilter, FindingKind, FindingRecord } from './store/finding';
import type { OverrideRecord } from './store/override';
import type { Store } from './store/store';

/** What lives as long as the process. */
export interface Services extends DesignEvaluation {
  store: Store;
  evaluator: Evaluator;
  tester: PolicyTester;
  blueprints: BlueprintPeer;
  deployments: IacPeer;
}

/** Findings of one evaluation, filtered. */
export interface FindingList {
  evaluationId: string;
  kind: FindingKind;
  severity: Severity[] | null;
}

export interface FindingPage extends FindingList {
  request: PageRequest;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    evaluations: DataLoader<string, EvaluationRecord | undefined>;
    /** The verdict on each revision as of now; made when there is none. */
    designEvaluations: DataLoader<string, EvaluationRecord | undefined>;
    /** The newest verdict on the plan of each deployment. */
    planEvaluations: DataLoader<string, EvaluationRecord | undefined>;
    /** The first rows of each page and one more. */
    findings: DataLoader<FindingPage, FindingRecord[], string>;
    findingCounts: DataLoader<FindingList, number, string>;
    overrides: DataLoader<string, OverrideRecord | undefined>;
    exemptions: DataLoader<string, ExemptionRecord | undefined>;
    settings: DataLoader<string, EnforcementSettingRecord[]>;
  };
}

export function createContext(services: Services, call: CallContext): Context {
  const { store } = services;
  return {
    ...services,
    ...call,
    loaders: {
      evaluations: new DataLoader(async (ids) => inOrder(ids, await store.evaluations.byIds(ids))),
      designEvaluations: new DataLoader(async (ids) => mapInOrder(ids, await evaluateRevisions(services, call, ids))),
      planEvaluations: new DataLoader(async (ids) => {
        const newest = await store.evaluations.newestOf('DEPLOYMENT', ids);
        return mapInOrder(ids, new Map(newest.map((one) => [one.subjectId, one])));
      }),
      findings: new DataLoader(async (pages) => findingPages(store, pages), { cacheKeyFn: pageKey }),
      findingCounts: new DataLoader(async (lists) => findingCounts(store, lists), { cacheKeyFn: listKey }),
      overrides: new DataLoader(async (ids) =>
        mapInOrder(ids, new Map((await store.overrides.ofEvaluations(ids)).map((one) => [one.evaluationId, one]))),
      ),
      exemptions: new DataLoader(async (ids) => inOrder(ids, await store.exemptions.byIds(ids))),
      settings: new DataLoader(async (organizationIds) => {
        const settings = await store.settings.ofOrganizations(organizationIds);
        return organizationIds.map((id) => settings.filter((one) => one.organizationId === id));
      }),
    },
  };
}

const filterKey = ({ kind, severity }: FindingFilter): string => `${kind}/${severity?.join() ?? ''}`;
const listKey = (list: FindingList): string => `${list.evaluationId}/${filterKey(list)}`;
const requestKey = (page: FindingPage): string => `${filterKey(page)}/${page.request.limit}/${page.request.after?.[0] ?? ''}`;
const pageKey = (page: FindingPage): string => `${page.evaluationId}/${requestKey(page)}`;

/** One look-up for each set of arguments, however many evaluations it is about: a field of a list has the same for all. */
async function findingPages(store: Store, pages: readonly FindingPage[]): Promise<FindingRecord[][]> {
  const groups = groupBy(pages, requestKey);
  const found = await Promise.all(
    groups.map((group) =>
      store.findings.pages(
        group.map((page) => page.evaluationId),
        group[0]!,
        group[0]!.request,
      ),
    ),
  );
  const rows = new Map(groups.map((group, at) => [requestKey(group[0]!), found[at]!]));
  return pages.map((page) => rows.get(requestKey(page))!.filter((row) => row.evaluationId === page.evaluationId));
}

async function findingCounts(store: Store, lists: readonly FindingList[]): Promise<number[]> {
  const groups = groupBy(lists, filterKey);
  const found = await Promise.all(
    groups.map((group) =>
      store.findings.counts(
        group.map((list) => list.evaluationId),
        group[0]!,
      ),
    ),
  );
  const counts = new Map(groups.map((group, at) => [filterKey(group[0]!), found[at]!]));
  return lists.map((list) => counts.get(filterKey(list))!.get(list.evaluationId) ?? 0);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
