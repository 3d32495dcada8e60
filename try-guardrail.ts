import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';
import { openFoundation } from '#platform/subgraph/foundation';
import { startSubgraphServer } from '#platform/subgraph/server';
import { signContextToken } from '#platform/context-token';
import { newId } from '#platform/identifier';
import { Denial } from '#platform/denial';
import { createDomainWork } from '#workers/domain-work';
import { readFileSync } from 'node:fs';
import { createContext, type Services } from './subgraphs/guardrail/context';
import { readGuardrailConfig } from './subgraphs/guardrail/config';
import { createEvaluator } from './subgraphs/guardrail/evaluator';
import { createStore } from './subgraphs/guardrail/store/store';
import { resolvers } from './subgraphs/guardrail/resolvers/resolvers';
import { startConsumers } from './subgraphs/guardrail/consumers';
import { builtInPolicies } from './subgraphs/guardrail/library';
import { can, type Viewer } from '#domain/access/can';

const dataDir = await mkdtemp(join(tmpdir(), 'try-guardrail-'));
const pg = await startEmbeddedPostgres({ dataDir, durable: false, logger: silentLogger });
const config = readGuardrailConfig({ DATABASE_URL: pg.connectionString, CONTEXT_TOKEN_SECRET: 'kQ3jA4hZ5kP9j4Hw5k3Xj4h5lkYjlkBj345lkCj345lEk', GUARDRAIL_PORT: '0', LOG_LEVEL: 'error', BLUEPRINT_URL: 'http://127.0.0.1:1', IAC_URL: 'http://127.0.0.1:1' });
const work = createDomainWork({ threads: 2 });
const rss = () => `${Math.round(process.memoryUsage().rss / 1e6)} MB`;
console.log('rss before engine', rss());
const evaluator = createEvaluator({ work, engines: 1, log: silentLogger });
const foundation = await openFoundation(config, { checks: { engine: evaluator.health } });

const org = newId(), project = newId(), otherOrg = newId(), environment = newId();
const hcl = (await readFile('/work/shared/acceptance/journey.mjs', 'utf8')).match(/const network = `([\s\S]*?)`;/)![1]!;
const imported = await work.importHcl([{ path: 'main.tf', content: hcl }]);
if (!imported.ok) throw new Error('import');
const { content } = imported.value;
const big = { ...content, resources: Array.from({ length: 500 }, (_, i) => ({ ...content.resources[2 + (i % 2)]!, name: `r${i}` })) };
const revisions = new Map<string, unknown>();
const addRevision = (c: unknown, organizationId = org) => { const id = newId(); revisions.set(id, { id, organizationId, projectId: project, content: c }); return id; };
const deployments = new Map<string, any>();
let peerCalls = 0;
const mine = (viewer: Viewer, o: any) => can(viewer, 'blueprint:read', o) === 'granted';
const services: Services = {
  store: createStore(foundation.pool), evaluator, inProgress: new Map(), now: () => new Date(),
  blueprints: {
    async revisions(ids, call) { peerCalls++; return ids.map((id) => revisions.get(id) as any).filter((r) => r && mine(call.viewer, r)); },
    async project(id, call) { if (id !== project || !mine(call.viewer, { organizationId: org })) throw new Denial('NOT_FOUND'); return { organizationId: org }; },
  },
  deployments: {
    async deployment(id, call) { const d = deployments.get(id); if (!d || !mine(call.viewer, d)) throw new Denial('NOT_FOUND'); return d; },
    async plan(id) { return deployments.get(id); },
    async environment(id) { if (id !== environment) throw new Denial('NOT_FOUND'); return { organizationId: org }; },
  },
};
const server = await startSubgraphServer({ name: 'guardrail', host: '127.0.0.1', port: 0, typeDefs: readFileSync('schema/guardrail.graphql', 'utf8'), resolvers, contextSecret: config.contextSecret, createContext: (call) => createContext(services, call), health: foundation.health, log: foundation.log });
const consumers = await startConsumers(services, foundation.bus);
const user = newId();
const viewerOf = (organizationId: string, role: any = 'OWNER'): Viewer => ({ kind: 'user', userId: user, sessionId: null, memberships: [{ organizationId, role, scopes: [] }], ip: null, userAgent: null });
async function ask(query: string, variables: any = {}, viewer = viewerOf(org)) {
  const token = signContextToken({ secret: config.contextSecret, issuer: 'gateway', audience: 'guardrail', viewer, requestId: newId() });
  const r = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) });
  return (await r.json()) as any;
}
const G = `guardrails { id verdict durationMs policiesEvaluated resourcesEvaluated violations(first: 10) { totalCount pageInfo { hasNextPage endCursor } nodes { address path message severity enforcement remediation policy { id rule title enforcement } exemption { reason } overriddenBy { id } } } undecided { totalCount nodes { address reason policy { rule } } } }`;
const revs = (ids: string[], sel: string, viewer?: Viewer) => ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${deployments.has(ids[0]!) ? 'Deployment' : 'BlueprintRevision'} { id ${sel} } } }`, { r: ids.map((id) => ({ __typename: deployments.has(id) ? 'Deployment' : 'BlueprintRevision', id })) }, viewer);
const time = async <T>(label: string, f: () => Promise<T>) => { const t = performance.now(); const v = await f(); console.log(label, Math.round(performance.now() - t), 'ms'); return v; };

const one = addRevision(content);
const cold = await time('cold first design (engine start + library load)', () => revs([one], G));
console.log(JSON.stringify(cold, null, 1).slice(0, 2500));
console.log('engine', JSON.stringify(await evaluator.health()), rss());
await time('warm stored', () => revs([one], G));
await time('warm new 4 resources', () => revs([addRevision(content)], G));
await time('warm new 4 resources', () => revs([addRevision(content)], G));
let bigId = addRevision(big);
let b = await time('500 resources first', () => revs([bigId], 'guardrails { verdict durationMs resourcesEvaluated violations(first:1) {totalCount} }')); console.log(JSON.stringify(b));
bigId = addRevision(big);
b = await time('500 resources second', () => revs([bigId], 'guardrails { verdict durationMs resourcesEvaluated violations(first:1) {totalCount} }')); console.log(JSON.stringify(b));
console.log('engine', JSON.stringify(await evaluator.health()), rss());

// page of 20
const twenty = Array.from({ length: 20 }, () => addRevision(content));
peerCalls = 0;
let queries = 0;
const original = (foundation.pool as any).pool ?? foundation.pool;
const count = (obj: any) => { const c = obj.connect?.bind(obj); obj.connect = (...a: any[]) => c(...a); };
void count; void original;
const pgStat = async () => Number((await foundation.pool.query(`select sum(xact_commit + xact_rollback)::int as n from pg_stat_database where datname = current_database()`)).rows[0].n);
await time('20 revisions cold', async () => { const r = await revs(twenty, G); console.log(r.data._entities.length, r.data._entities.every((e: any) => e.guardrails.verdict === 'OVERRIDABLE'), r.errors); });
console.log('peer calls', peerCalls);
const wrapped = foundation.pool.query.bind(foundation.pool);
(foundation.pool as any).query = (...a: any[]) => { queries++; if (process.env['SHOW']) console.log(String(a[0].text ?? a[0]).slice(0, 150)); return (wrapped as any)(...a); };
await time('20 revisions warm', async () => { await revs(twenty, G); });
console.log('peer calls', peerCalls, 'pool queries warm', queries);
void pgStat;
// concurrent share
const shared = addRevision(content); peerCalls = 0;
const both = await Promise.all(Array.from({ length: 5 }, () => revs([shared], 'guardrails { id }')));
console.log('shared ids', new Set(both.map((r) => r.data._entities[0].guardrails.id)).size, 'rows', (await foundation.pool.query('select count(*)::int as n from evaluation where subject_id = $1', [shared])).rows);
// tenancy
console.log('other org', JSON.stringify(await revs([one], 'guardrails { id }', viewerOf(otherOrg))));
console.log('missing  ', JSON.stringify(await revs([newId()], 'guardrails { id }', viewerOf(otherOrg))));
const evalId = cold.data._entities[0].guardrails.id;
const ev = (v: Viewer) => ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on GuardrailEvaluation { id verdict } } }`, { r: [{ __typename: 'GuardrailEvaluation', id: evalId }] }, v);
console.log('eval other', JSON.stringify(await ev(viewerOf(otherOrg))), 'own', JSON.stringify(await ev(viewerOf(org))));

// plan
const planned: any = await work.plan({ content, variables: {}, priorState: null, objects: new Map(), mode: 'apply' as any, lineage: newId(), now: new Date().toISOString() });
if (!planned.ok) throw new Error(JSON.stringify(planned.fault));
const dep = newId();
deployments.set(dep, { id: dep, organizationId: org, projectId: project, environmentId: environment, status: 'AWAITING_DECISION', requestedBy: { id: user }, planJson: planned.value.planJson });
const published: any[] = []; let wake: () => void = () => {};
await foundation.bus.subscribe({ consumer: 'try', types: ['guardrail.evaluated'], handle: async (e) => { published.push(e); wake(); } });
const until = async (p: () => boolean) => { while (!p()) await new Promise<void>((r) => { wake = r; }); };
const raise = (to: string, kind = 'APPLY') => foundation.bus.publish([{ specversion: '1.0', id: newId(), source: 'lintel/iac', type: 'deployment.status-changed', time: new Date().toISOString(), subject: dep, datacontenttype: 'application/json', organizationid: org, sequence: '1', data: { deploymentId: dep, number: 1, kind, environmentId: environment, projectId: project, blueprintId: newId(), revisionId: one, from: 'PLANNED', to, by: 'runner', note: null, at: new Date().toISOString() } } as any]);
console.log('before', JSON.stringify(await revs([dep], 'guardrails { id verdict }')));
const O = `mutation ($input: OverrideViolationsInput!) { overrideViolations(input: $input) { evaluation { id verdict violations { nodes { address overriddenBy { id } severity enforcement } } } userErrors { code message path } } }`;
console.log('override before', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: 'x' } })));
await time('plan event to announcement', async () => { await raise('CHECKING'); await until(() => published.some((e) => e.data.subjectId === dep)); });
console.log(JSON.stringify(published.find((e) => e.data.subjectId === dep).data));
console.log(JSON.stringify(await revs([dep], G)).slice(0, 1500));
console.log('dep other org', JSON.stringify(await revs([dep], 'guardrails { id verdict }', viewerOf(otherOrg))));
console.log('override viewer role', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: 'x' } }, viewerOf(org, 'AUTHOR'))));
console.log('override other org', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: 'x' } }, viewerOf(otherOrg))));
console.log('override empty', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: ' ' } })));
console.log('override', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: 'rehearsal' } })).slice(0, 700));
console.log('override again', JSON.stringify(await ask(O, { input: { deploymentId: dep, reason: 'rehearsal' } })));
await until(() => published.some((e) => e.data.overriddenBy)); console.log(JSON.stringify(published.at(-1).data));
const s = await revs([dep], 'guardrails { sarif }'); const run = s.data._entities[0].guardrails.sarif.runs[0]; console.log('sarif', run.tool.driver.rules.length, JSON.stringify(run.results[0]));

// enforcement
const ssh = builtInPolicies.find((p) => p.rule === 'AWS.EC2.NO_PUBLIC_SSH')!;
const S = `mutation ($input: SetPolicyEnforcementInput!) { setPolicyEnforcement(input: $input) { policy { rule enforcement } userErrors { code message path } } }`;
console.log(JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, enforcement: 'HARD_MANDATORY' } })));
console.log('now blocked', JSON.stringify(await revs([one], 'guardrails { verdict }')));
console.log(JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, projectId: project, enforcement: 'OFF' } })));
console.log('project off', JSON.stringify(await revs([one], 'guardrails { verdict policiesEvaluated }')));
console.log(JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, projectId: project, environmentId: environment, enforcement: 'OFF' } })));
console.log(JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, projectId: newId(), enforcement: 'OFF' } })));
console.log('operator', JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, enforcement: 'OFF' } }, viewerOf(org, 'OPERATOR'))));
console.log(JSON.stringify(await ask(S, { input: { organizationId: org, policyId: ssh.id, projectId: project, enforcement: 'SOFT_MANDATORY' } })));
// back to earlier inputs: reuses the stored evaluation?
console.log('again', JSON.stringify(await revs([one], 'guardrails { id verdict }')), 'first', evalId);
// exemption
const E = `mutation ($input: GrantExemptionInput!) { grantExemption(input: $input) { exemption { id policy { rule } organization { id } reason grantedBy { id } expiresAt address } userErrors { code message path } } }`;
const soon = new Date(Date.now() + 86400e3).toISOString();
console.log(JSON.stringify(await ask(E, { input: { organizationId: org, policyId: ssh.id, reason: '', expiresAt: new Date(Date.now() + 400 * 86400e3).toISOString() } })));
const granted = await ask(E, { input: { organizationId: org, policyId: ssh.id, address: 'aws_security_group.*', reason: 'bastion', expiresAt: soon } });
console.log(JSON.stringify(granted));
console.log('exempted', JSON.stringify(await revs([one], 'guardrails { verdict violations { nodes { policy { rule } exemption { reason } } } }')));
const R = `mutation ($input: RevokeExemptionInput!) { revokeExemption(input: $input) { exemption { id revokedAt } userErrors { code } } }`;
console.log(JSON.stringify(await ask(R, { input: { exemptionId: granted.data.grantExemption.exemption.id } })), JSON.stringify(await ask(R, { input: { exemptionId: granted.data.grantExemption.exemption.id } })));
console.log('revoked', JSON.stringify(await revs([one], 'guardrails { id verdict }')));
console.log(JSON.stringify(await ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { policies(first: 3, enforcement: [SOFT_MANDATORY, HARD_MANDATORY]) { totalCount pageInfo { endCursor hasNextPage } nodes { rule enforcement } } exemptions { totalCount nodes { reason revokedAt } } } } }`, { r: [{ __typename: 'Organization', id: org }] })));
const lib = await ask(`{ policyLibrary(first: 2, provider: AWS, framework: "cis", search: "ssh internet") { totalCount pageInfo { endCursor hasNextPage } nodes { id rule title severity enforcement builtIn resourceTypes controls { framework id } rego } } }`);
console.log(JSON.stringify(lib).slice(0, 600));
console.log(JSON.stringify(await ask(`query ($id: ID!) { policy(id: $id) { rule enforcement } }`, { id: ssh.id })), JSON.stringify(await ask(`query ($id: ID!) { policy(id: $id) { rule } }`, { id: newId() })));
console.log(JSON.stringify(await ask(`mutation { testPolicy(input: {organizationId: "x", modules: []}) { coverage } }`)));
console.log('bad cursor', JSON.stringify(await revs([one], 'guardrails { violations(after: "WyJ4Il0") { totalCount } }')).slice(0, 300));
console.log('health', JSON.stringify(await (await fetch(`${server.url}/health`)).json()));
for (const part of [consumers, server, { stop: () => evaluator.stop() }, foundation, work]) await part.stop();
await pg.stop(); await rm(dataDir, { recursive: true, force: true });
