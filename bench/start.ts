import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';
import { startLintel, withFolder } from './kit/lintel';
import { median, report, reportLoad } from './kit/measure';

/** Launch to ready, from nothing and with a warm data folder; held against the embedded PostgreSQL alone. */
const rounds = 3;
const figures = { databaseNew: [] as number[], databaseWarm: [] as number[], new: [] as number[], warm: [] as number[] };

async function startDatabase(dataDir: string): Promise<number> {
  const at = performance.now();
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
  const ms = performance.now() - at;
  await server.stop();
  return ms;
}

async function start(folder: string): Promise<number> {
  const lintel = await startLintel(folder);
  await lintel.stop();
  return lintel.readyMs;
}

for (let round = 0; round < rounds; round += 1) {
  await withFolder(async (folder) => {
    figures.databaseNew.push(await startDatabase(join(folder, 'database')));
    figures.databaseWarm.push(await startDatabase(join(folder, 'database')));
    figures.new.push(await start(join(folder, 'lintel')));
    figures.warm.push(await start(join(folder, 'lintel')));
  });
}
reportLoad();
report('start to ready from nothing', median(figures.new), { against: ['PostgreSQL alone', median(figures.databaseNew)] });
report('start to ready with a warm data folder', median(figures.warm), { against: ['PostgreSQL alone', median(figures.databaseWarm)] });
