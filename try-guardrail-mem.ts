import { createRegoPool } from '#platform/rego/pool';
import { librarySet } from './subgraphs/guardrail/library';
import { allFindingsQuery } from '#domain/policy/entry';
const gc = (globalThis as any).gc as () => void; const rss = () => { gc(); return Math.round(process.memoryUsage().rss / 1e6); };
const r0 = rss(); const pool = createRegoPool({ size: 1 }); await pool.ready(); const r1 = rss(); await pool.load(librarySet);
const input = { mode: 'design', resources: [], by_type: {}, by_address: {}, data_sources: [], removed_resources: [], providers: [], context: {} };
for (let i = 0; i < 30; i++) await pool.evaluate({ id: librarySet.id, query: allFindingsQuery, input, deadlineMs: 5000 });
const r2 = rss(); await new Promise((r) => setTimeout(r, 8000)); console.log('rss', r0, 'ready', r1, 'warm', r2, 'after 8 s', rss(), 'wasm', pool.stats().memoryBytes / 1e6); await pool.close(); console.log('closed', rss());
