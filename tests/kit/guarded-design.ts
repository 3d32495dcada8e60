import { mutationOf } from './refusals';
import { seed, type Blueprint, type Environment, type Owner } from './seed';

export interface Violation {
  policy: { id: string; rule: string };
  address: string;
  severity: string;
  enforcement: string;
  exemption: { id: string } | null;
  overriddenBy: { id: string } | null;
}

export interface Evaluation {
  id: string;
  verdict: string;
  policiesEvaluated: number;
  violations: { totalCount: number; nodes: Violation[] };
}

const EVALUATION = `id verdict policiesEvaluated
  violations(first: 100) { totalCount nodes { policy { id rule } address severity enforcement exemption { id } overriddenBy { id } } }`;
const OF_REVISION = `query ($id: ID!) { blueprintRevision(id: $id) { guardrails { ${EVALUATION} } } }`;
const OF_RUN = `query ($id: ID!) { deployment(id: $id) { guardrails { ${EVALUATION} } revision { id guardrails { ${EVALUATION} } } } }`;
const ENFORCE = mutationOf('setPolicyEnforcement', 'policy { id enforcement }');
const GRANT = mutationOf('grantExemption', 'exemption { id }');
const OVERRIDE = `mutation ($input: OverrideViolationsInput!) { overrideViolations(input: $input) {
  evaluation { ${EVALUATION} } userErrors { code message path } } }`;

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

/** A blueprint under guardrails, in an organisation of its own: what is decided there changes no other verdict. */
export class GuardedDesign {
  private constructor(
    readonly owner: Owner,
    readonly blueprint: Blueprint,
  ) {}

  static async of(url: string, tf: string): Promise<GuardedDesign> {
    const owner = await seed(url).owner();
    return new GuardedDesign(owner, await (await owner.project()).blueprint(tf));
  }

  /** The verdict on the design as of now. */
  async design(revisionId = this.blueprint.revisionId): Promise<Evaluation> {
    const data = await this.owner.client.ask<{ blueprintRevision: { guardrails: Evaluation } }>(OF_REVISION, { id: revisionId });
    return data.blueprintRevision.guardrails;
  }

  /** The verdicts on the plan of a run and on the design that it was made of. */
  async run(id: string): Promise<{ guardrails: Evaluation; revision: { id: string; guardrails: Evaluation } }> {
    return (await this.owner.client.ask<{ deployment: Awaited<ReturnType<GuardedDesign['run']>> }>(OF_RUN, { id })).deployment;
  }

  /** A run whose plan has been judged and that is over. */
  async planned(environment: Environment): Promise<string> {
    const id = await environment.request('PLAN');
    await environment.reached(id, 'SUCCEEDED');
    return id;
  }

  /** A run whose plan has been judged and that waits for somebody. */
  async held(environment: Environment): Promise<string> {
    const id = await environment.request('APPLY');
    await environment.reached(id, 'AWAITING_DECISION');
    return id;
  }

  /** For the whole organisation, unless the scope names a project or an environment. */
  enforce(policyId: string, enforcement: string, scope: object = {}) {
    const input = { organizationId: this.owner.organizationId, policyId, enforcement, ...scope };
    return this.owner.client.change<{ policy: { id: string; enforcement: string } }>(ENFORCE, input);
  }

  /** Until tomorrow, at every address of the organisation. */
  async exempt(policyId: string, change: object = {}): Promise<string> {
    const input = { organizationId: this.owner.organizationId, policyId, reason: 'a jump host', expiresAt: tomorrow(), ...change };
    return (await this.owner.client.change<{ exemption: { id: string } }>(GRANT, input)).exemption.id;
  }

  /** The payload, with its user errors. */
  override(deploymentId: string, reason = 'a rehearsal') {
    return this.owner.client.payload<{ evaluation: Evaluation | null }>(OVERRIDE, { input: { deploymentId, reason } });
  }
}

export const ofPolicy = (evaluation: Evaluation, policyId: string): Violation[] =>
  evaluation.violations.nodes.filter(({ policy }) => policy.id === policyId);

export const ofEnforcement = (evaluation: Evaluation, enforcement: string): Violation[] =>
  evaluation.violations.nodes.filter((one) => one.enforcement === enforcement);
