import { createRegoPool } from '#platform/rego/pool';
import { librarySources } from './build-policy-library';
const s = librarySources();
const pool = createRegoPool({ size: 1 });
const l = await pool.load({ id: 'a', modules: { ...s.rules, ...s.tests, ...s.shared, ...s.fixtures } });
if (!l.ok) console.log(l.errors.map((e) => `${e.file}:${e.row}:${e.column} ${e.code} ${e.message.slice(0,200)}`).join('\n'));
else { const t = await pool.test({ id: 'a', deadlineMs: 60000, coverage: true }); if (!t.ok) console.log(t.errors); else { console.log(t.tests.length, 'tests'); for (const x of t.tests) if (x.state !== 'pass') console.log(x.name, x.state, x.file, x.row, x.errors); for (const [f, c] of Object.entries(t.coverage)) if (c.percent < 100 && !f.includes('_test')) console.log(f, c.percent.toFixed(0), c.notCovered.join(',')); } }
await pool.close();
