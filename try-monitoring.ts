import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { createClient } from 'graphql-ws';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';
import { withClient, databaseUrl } from '#platform/database/databases';
import { newId } from '#platform/identifier';
import { openBus } from '#platform/subgraph/bus';
import { signContextToken } from '#platform/context-token';
import { anonymous, type Viewer } from '#domain/access/can';
import { readMonitoringConfig } from './subgraphs/monitoring/config';
import { startMonitoring } from './subgraphs/monitoring/main';

const dir = mkdtempSync('/tmp/try-mon-');
const pg = await startEmbeddedPostgres({ dataDir: dir, durable: false, logger: silentLogger });
const secret = 'Qk3v9ZrT1mWp7xLd5sHf2nBy8cGj4uEa6oXi0tRq';
const org = newId(), other = newId(), project = newId(), blueprint = newId(), environment = newId();
const findings = new Map<string, unknown>();
let scans = 0; let refuse = false; let iacDown = false;
const iac = createServer(async (req, res) => {
  let text = ''; for await (const c of req) text += c;
  if (iacDown) { res.statusCode = 503; res.end('x'); return; }
  if (req.url === '/health') { res.end(JSON.stringify({ status: 'degraded', version: '9', uptime: 5, checks: { database: { status: 'degraded', latencyMs: 1, host: '127.0.0.1' } } })); return; }
  const { query, variables } = JSON.parse(text);
  res.setHeader('content-type', 'application/json');
  if (query.includes('requestDeployment')) {
    if (refuse) return void res.end(JSON.stringify({ data: { requestDeployment: { deployment: null, userErrors: [{ code: 'NOTHING_DEPLOYED', message: 'no', path: ['input', 'environmentId'] }] } } }));
    scans++;
    return void res.end(JSON.stringify({ data: { requestDeployment: { deployment: { id: newId(), number: 1000 + scans, status: 'QUEUED', requestedAt: new Date().toISOString(), organizationId: org, projectId: project, blueprintId: blueprint, environmentId: variables.input.environmentId }, userErrors: [] } } }));
  }
  if (query.includes('driftFindings')) return void res.end(JSON.stringify({ data: { deployment: { driftFindings: findings.get(variables.id) ?? null } } }));
  res.end(JSON.stringify({ errors: [{ message: 'nope', extensions: { code: 'NOT_FOUND' } }] }));
});
await new Promise<void>((r) => iac.listen(0, '127.0.0.1', r));
const iacUrl = `http://127.0.0.1:${(iac.address() as any).port}`;
const config = readMonitoringConfig({ DATABASE_URL: pg.connectionString, CONTEXT_TOKEN_SECRET: secret, MONITORING_PORT: '0', IAC_URL: iacUrl, COST_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'warn' });
const bus = await openBus(config, silentLogger);
const mon = await startMonitoring(config, { bus });
const viewer = (organizationId: string, role: 'OPERATOR' | 'VIEWER' = 'OPERATOR'): Viewer => ({ ...anonymous, kind: 'user', userId: newId(), memberships: [{ organizationId, role, scopes: [] }] }) as Viewer;
const token = (v: Viewer) => signContextToken({ secret, issuer: 'gateway', audience: 'monitoring', viewer: v, requestId: newId() });
const me = viewer(org), spy = viewer(other);
const ask = async (v: Viewer, query: string, variables = {}) => (await (await fetch(`${mon.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token(v)}` }, body: JSON.stringify({ query, variables }) })).json()) as any;
let seq = 0;
const event = (deploymentId: string, number: number, kind: string, from: string | null, to: string, env = environment, o = org) => ({ specversion: '1.0' as const, id: newId(), source: 'lintel/iac', type: 'deployment.status-changed', time: new Date().toISOString(), subject: deploymentId, datacontenttype: 'application/json' as const, organizationid: o, sequence: String(++seq), data: { deploymentId, number, kind, environmentId: env, projectId: project, blueprintId: blueprint, revisionId: newId(), from, to, by: 'x', note: String(Date.now()), at: new Date().toISOString() } });
const client = (v: Viewer) => createClient({ url: mon.url.replace('http', 'ws') + '/graphql', webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token(v)}` }, retryAttempts: 0, lazy: true });
const D = `subscription($o: ID!, $a: String, $d: ID, $e: ID) { deploymentStatusChanged(organizationId: $o, after: $a, deploymentId: $d, environmentId: $e) { cursor occurredAt from status deployment { id } } }`;
const A = `subscription($o: ID!, $a: String, $s: Severity) { driftAlertChanged(organizationId: $o, after: $a, minimumSeverity: $s) { cursor previousState alert { id state address severity attributes { path before after } environment { id drift } lastAppliedBy { id } lastSeenAt } } }`;
const follow = (v: Viewer, query: string, variables: any, onEvent: (d: any) => void) => { const c = client(v); const done = new Promise<any>((resolve) => c.subscribe({ query, variables }, { next: (m: any) => (m.errors ? resolve(m.errors) : onEvent(m.data)), error: (e) => resolve(e), complete: () => resolve('complete') })); return { done, drop: () => c.terminate(), close: () => c.dispose() }; };
const until = async (what: string, ok: () => boolean | Promise<boolean>, ms = 15000) => { const t = Date.now(); while (!(await ok())) { if (Date.now() - t > ms) throw new Error('timeout: ' + what); await new Promise((r) => setTimeout(r, 5)); } };
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));

// tenancy
const refused = follow(spy, D, { o: org }, () => assert.fail('event for a spy'));
console.log('spy:', JSON.stringify(await refused.done));
console.log('malformed:', JSON.stringify(await follow(me, D, { o: org, a: 'nope' }, () => 0).done));

// latency
const lat: number[] = []; let seen = 0; const starts = new Map<string, number>();
const live = follow(me, D, { o: org }, (d) => { lat.push(performance.now() - starts.get(d.deploymentStatusChanged.deployment.id)!); seen++; });
await sleep(300);
for (let i = 0; i < 60; i++) { const id = newId(); starts.set(id, performance.now()); await bus.publish([event(id, 1, 'PLAN', null, 'QUEUED')]); await until('lat', () => seen === i + 1); }
lat.sort((a, b) => a - b);
console.log(`latency publish->subscriber p50 ${lat[30]!.toFixed(1)} p95 ${lat[56]!.toFixed(1)} max ${lat[59]!.toFixed(1)} ms`);
live.close();
await live.done;

// drop and resume
let cursor: string | null = null; const got: string[] = []; let drops = 0;
const first = await new Promise<string>((resolve) => { const s = follow(me, D, { o: org }, (d) => { resolve(d.deploymentStatusChanged.cursor); s.close(); }); sleep(300).then(() => bus.publish([event(newId(), 1, 'PLAN', null, 'QUEUED')])); });
cursor = first;
const ids = Array.from({ length: 300 }, () => newId());
const publisher = (async () => { for (const id of ids) { await bus.publish([event(id, 2, 'PLAN', null, 'QUEUED')]); await sleep(4); } })();
let perConn = 0;
while (got.length < 300) {
  let conn: any; const target = 5 + Math.floor(Math.random() * 18); perConn = 0;
  const dropped = new Promise<void>((resolve) => { conn = follow(me, D, { o: org, a: cursor }, (d) => { const e = d.deploymentStatusChanged; if (perConn >= target && drops < 25) return; got.push(e.deployment.id); cursor = e.cursor; perConn++; if (perConn === target && drops < 25) { resolve(); conn.drop(); } }); void conn.done.then((x: any) => { resolve(); }); });
  await Promise.race([dropped, (async () => { await until('all', () => got.length >= 300, 20000); })()]);
  if (got.length < 300) drops++; else conn.close();
}
await publisher;
assert.equal(new Set(got).size, 300); assert.deepEqual([...got].sort(), [...ids].sort());
console.log('dropped', drops, 'times: 300 events, no gap, no duplicate; in publish order:', JSON.stringify(got) === JSON.stringify(ids));

// duplicates
const dup = event(newId(), 3, 'PLAN', null, 'QUEUED'); await bus.publish([dup]); await bus.publish([dup]);

// drift
const run1 = newId();
for (const [f, t] of [[null, 'QUEUED'], ['APPLYING', 'SUCCEEDED']] as const) await bus.publish([event(run1, 5, 'APPLY', f, t)]);
const alerts: any[] = []; const alertStream = follow(me, A, { o: org }, (d) => alerts.push(d.driftAlertChanged)); const high: any[] = []; const highStream = follow(me, A, { o: org, s: 'HIGH' }, (d) => high.push(d.driftAlertChanged));
const status = async () => (await ask(me, `query($r: [_Any!]!) { _entities(representations: $r) { ... on Environment { drift health { status openAlerts lastDeployment { id } lastDriftScanAt } driftAlerts(first: 5) { totalCount nodes { state address attributes { path after } } pageInfo { hasNextPage } } } } }`, { r: [{ __typename: 'Environment', id: environment }] })).data._entities[0];
await until('applied', async () => (await status()).health.lastDeployment?.id === run1);
console.log('before', JSON.stringify(await status()));
const scan = async (found: unknown) => {
  const r = await ask(me, `mutation($i: ScanDriftInput!) { scanDrift(input: $i) { deployment { id } userErrors { code path } } }`, { i: { environmentId: environment, idempotencyKey: newId() } });
  const id = r.data.scanDrift.deployment.id; assert.equal((await status()).drift, 'SCANNING'); findings.set(id, found);
  await bus.publish([event(id, 1000 + scans, 'DRIFT_SCAN', 'PLANNING', 'PLANNED')]); await bus.publish([event(id, 1000 + scans, 'DRIFT_SCAN', 'PLANNED', 'SUCCEEDED')]);
  await until('scanned', async () => (await status()).drift !== 'SCANNING'); return id;
};
const web = (after: string) => ({ address: 'aws_instance.web', type: 'aws_instance', kind: 'CHANGED', severity: 'MEDIUM', attributes: [{ path: 'instance_type', before: 'm5.large', after, sensitive: false }] });
const db = { address: 'aws_db.db', type: 'aws_db', kind: 'DELETED', severity: 'HIGH', attributes: [] };
await scan([web('m5.xlarge'), db]); await until('2 alerts', () => alerts.length === 2);
console.log('first', JSON.stringify(await status()), JSON.stringify(alerts[0]));
await until('high', () => high.length === 1); assert.equal(high[0].alert.address, 'aws_db.db');
await scan([web('m5.4xlarge'), db]); assert.equal(alerts.length, 2);
console.log('second', JSON.stringify(await status()));
const alertId = alerts[0].alert.id;
const ack = (v: Viewer, id = alertId) => ask(v, `mutation($i: DriftAlertActionInput!) { acknowledgeDriftAlert(input: $i) { alert { state acknowledgedBy { id } } userErrors { code message path } } }`, { i: { alertId: id, note: 'known' } });
console.log('ack', JSON.stringify(await ack(me)), JSON.stringify(await ack(me)), JSON.stringify(await ack(spy)), JSON.stringify(await ack(viewer(org, 'VIEWER'))));
await until('ack event', () => alerts.length === 3);
await scan([web('m5.8xlarge')]); await until('db resolved', () => alerts.length === 4);
assert.equal((await status()).drift, 'DRIFTED'); assert.equal((await status()).health.openAlerts, 0);
await scan([]); await until('web resolved', () => alerts.length === 5);
console.log('none', JSON.stringify(await status()), alerts.map((a) => `${a.alert.address} ${a.previousState}->${a.alert.state}`));
await scan([web('x')]); await until('again', () => alerts.length === 6); assert.notEqual(alerts[5].alert.id, alertId);
const replay: any[] = []; const rs = follow(me, A, { o: org, a: alerts[1].cursor }, (d) => replay.push(d.driftAlertChanged)); await until('replay', () => replay.length === 4); rs.close();
assert.deepEqual(replay.map((a) => a.cursor), alerts.slice(2).map((a) => a.cursor));
// late older events
await bus.publish([event(run1, 5, 'APPLY', 'PLANNED', 'APPLYING')]); const run0 = newId(); await bus.publish([event(run0, 4, 'APPLY', 'APPLYING', 'FAILED')]); await sleep(300);
assert.equal((await status()).health.lastDeployment.id, run1);
// iac away while findings are due
const r = await ask(me, `mutation($i: ScanDriftInput!) { scanDrift(input: $i) { deployment { id } userErrors { code path } } }`, { i: { environmentId: environment } });
const sid = r.data.scanDrift.deployment.id; findings.set(sid, []); iacDown = true; await bus.publish([event(sid, 1000 + scans, 'DRIFT_SCAN', 'PLANNED', 'SUCCEEDED')]); await sleep(500); assert.equal((await status()).drift, 'SCANNING'); iacDown = false; await until('recovers', async () => (await status()).drift === 'IN_SYNC');
refuse = true; console.log('refused', JSON.stringify(await ask(me, `mutation($i: ScanDriftInput!) { scanDrift(input: $i) { deployment { id } userErrors { code path } } }`, { i: { environmentId: environment } }))); 
console.log('spy scan', JSON.stringify(await ask(spy, `mutation($i: ScanDriftInput!) { scanDrift(input: $i) { userErrors { code } } }`, { i: { environmentId: environment } })));
console.log('spy env', JSON.stringify(await ask(spy, `query($r: [_Any!]!) { _entities(representations: $r) { ... on Environment { drift } } }`, { r: [{ __typename: 'Environment', id: environment }] })));
console.log('spy alert', JSON.stringify(await ask(spy, `query($id: ID!) { driftAlert(id: $id) { id } }`, { id: alertId })), JSON.stringify(await ask(spy, `query($id: ID!) { driftAlert(id: $id) { id } }`, { id: newId() })), 'org', JSON.stringify(await ask(spy, `query($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { driftAlerts { totalCount } } } }`, { r: [{ __typename: 'Organization', id: org }] })));
console.log('mine', JSON.stringify((await ask(me, `query($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { driftAlerts(first: 2) { totalCount nodes { address lastAppliedBy { id } } pageInfo { hasNextPage endCursor } } } } }`, { r: [{ __typename: 'Organization', id: org }] })).data));
console.log('not yet', JSON.stringify((await ask(me, `mutation { setDriftSchedule(input: {environmentId: "x"}) { userErrors { code } } }`)).errors));
console.log('health', JSON.stringify((await ask(me, `{ serviceHealth { service status version uptimeSeconds latencyMs checks } }`)).data), JSON.stringify((await ask(anonymous, `{ serviceHealth { service } }`)).errors));
// query count for 20 environments
const dbUrl = databaseUrl(pg.connectionString, 'lintel_monitoring');
// retention
await withClient(dbUrl, async (c) => { await c.query("update log_event set appended_at = now() - interval '40 days' where position <= 100"); });
const { createStore } = await import('./subgraphs/monitoring/store/store'); const pgm = (await import('pg')).default; const pool = new pgm.Pool({ connectionString: dbUrl }); const store = createStore(pool as any);
console.log('purged', await store.log.purge(new Date(Date.now() - 30 * 86400000), 5000), await store.log.bounds(org, 'deployment.status-changed'));
console.log('expired:', JSON.stringify(await follow(me, D, { o: org, a: first }, () => 0).done));
const edge: any[] = []; const es = follow(me, D, { o: org, a: Buffer.from('e1:100').toString('base64url') }, (d) => edge.push(d)); await until('edge', () => edge.length > 200); es.close();
const concurrent = await Promise.all(Array.from({ length: 20 }, () => ask(me, `{ serviceHealth { service } }`)));
assert.equal(concurrent.length, 20);
// concurrency: throughput
const many = follow(me, D, { o: org }, () => seen++); seen = 0; await sleep(200); const t0 = performance.now();
await bus.publish(Array.from({ length: 500 }, () => event(newId(), 7, 'PLAN', null, 'QUEUED', newId()))); await until('500', () => seen === 500, 30000); console.log('500 events at once:', Math.round(performance.now() - t0), 'ms'); many.close();
await pool.end(); alertStream.close(); highStream.close();
const hanging = follow(me, D, { o: org }, () => 0); await sleep(200);
const t1 = performance.now(); await mon.stop(); console.log('stop ms', Math.round(performance.now() - t1), JSON.stringify(await hanging.done).slice(0, 120)); await bus.stop(); await pg.stop(); iac.close(); iac.closeAllConnections(); rmSync(dir, { recursive: true, force: true });
console.log('open handles', (process as any).getActiveResourcesInfo().filter((x: string) => !/TTY|Pipe/.test(x)));
