import type { Viewer } from '#domain/access/can';
import { organizationsWith } from '#domain/access/can';
import type { CloudProvider } from '#domain/blueprint/content';
import { effectiveEnforcement, type Enforcement } from '#domain/policy/verdict';
import { authorize, requireViewer } from '#platform/authorize';
import { Denial, notFound } from '#platform/denial';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Context } from '../context';
import { builtInPolicies, policyById, type PolicyRecord } from '../library';

/** A policy as one organisation sees it; null where it is not clear which: then only the defaults hold. */
export type PolicyView = PolicyRecord & { organizationId: string | null };

export interface LibraryFilter {
  provider?: CloudProvider | null;
  /** e.g. cis-5.0, or cis for all its versions. */
  framework?: string | null;
  /** Words that must all occur. */
  search?: string | null;
}

const wholeOrganization = { projectId: null, environmentId: null };
const longestSearch = 200;

/** The organisation that somebody means who names none: their only one. */
function onlyOrganization(viewer: Viewer): string | null {
  const [first, ...others] = organizationsWith(viewer, 'policy:read');
  return first && others.length === 0 ? first : null;
}

export function findPolicy(ctx: Pick<Context, 'viewer'>, id: string): PolicyView {
  requireViewer(ctx.viewer);
  const policy = policyById(id);
  if (!policy) throw notFound();
  return { ...policy, organizationId: onlyOrganization(ctx.viewer) };
}

/** The policy behind a finding or an exemption, which the viewer has been shown. */
export function policyOf(id: string, organizationId: string): PolicyView {
  const policy = policyById(id);
  if (!policy) throw notFound();
  return { ...policy, organizationId };
}

/** How strictly a policy holds where no project or environment says otherwise. */
export async function enforcementOf(ctx: Pick<Context, 'loaders'>, policy: PolicyView): Promise<Enforcement> {
  if (policy.organizationId === null) return policy.enforcement;
  return effectiveEnforcement(policy, await ctx.loaders.settings.load(policy.organizationId), wholeOrganization);
}

export async function listPolicies(
  ctx: Pick<Context, 'viewer' | 'loaders'>,
  organizationId: string,
  enforcement: readonly Enforcement[] | null,
  request: PageRequest,
): Promise<Page<PolicyView>> {
  authorize(ctx.viewer, 'policy:read', { organizationId });
  const settings = await ctx.loaders.settings.load(organizationId);
  const wanted = builtInPolicies.filter(
    (policy) => !enforcement?.length || enforcement.includes(effectiveEnforcement(policy, settings, wholeOrganization)),
  );
  return pageByRule(wanted, organizationId, request);
}

export function searchLibrary(
  ctx: Pick<Context, 'viewer'>,
  { provider, framework, search }: LibraryFilter,
  request: PageRequest,
): Page<PolicyView> {
  requireViewer(ctx.viewer);
  if ((search?.length ?? 0) > longestSearch)
    throw new Denial('BAD_USER_INPUT', `search has at most ${longestSearch} characters.`, { argument: 'search' });
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = builtInPolicies.filter(
    (policy) =>
      (!provider || policy.provider === provider) &&
      (!framework || answersTo(policy, framework.toLowerCase())) &&
      words.every((word) => textOf(policy).includes(word)),
  );
  return pageByRule(wanted, onlyOrganization(ctx.viewer), request);
}

const answersTo = ({ controls }: PolicyRecord, framework: string): boolean =>
  controls.some((control) => control.framework === framework || control.framework.startsWith(`${framework}-`));

const textOf = ({ rule, title, description, resourceTypes, controls }: PolicyRecord): string =>
  [rule, title, description, ...resourceTypes, ...controls.map(({ id }) => id)].join('\n').toLowerCase();

function pageByRule(policies: readonly PolicyRecord[], organizationId: string | null, request: PageRequest): Page<PolicyView> {
  const after = request.after?.[0];
  const behind = after === undefined ? policies : policies.filter(({ rule }) => rule > after);
  return pageOf(
    behind.slice(0, request.limit + 1).map((policy) => ({ ...policy, organizationId })),
    request,
    () => policies.length,
  );
}
