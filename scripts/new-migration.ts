/**
 * Writes the next migration of a subgraph: `npx tsx scripts/new-migration.ts <subgraph> <name>`. The SQL is the difference
 * between what its migrations amount to and its schema.prisma, made by Prisma's engine on an embedded PostgreSQL.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';
import { diffMigration, MIGRATION_LOCKFILE } from '#platform/database/migrations';

async function newMigration(subgraph: string, name: string): Promise<string> {
  const schemaDir = path.resolve('prisma', subgraph);
  if (!existsSync(path.join(schemaDir, 'schema.prisma'))) throw new Error(`There is no prisma/${subgraph}/schema.prisma.`);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lintel-migration-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false, logger: silentLogger });
  try {
    const sql = await diffMigration({ connectionString: server.connectionString, schemaDir });
    if (sql === '') return `prisma/${subgraph} is up to date: nothing to migrate.`;
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = path.join(schemaDir, 'migrations', `${stamp}_${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), `${sql}\n`, { flag: 'wx' });
    await writeFile(path.join(schemaDir, 'migrations/migration_lock.toml'), MIGRATION_LOCKFILE);
    return `Wrote ${path.relative('.', folder)}/migration.sql. Read it before you commit it.`;
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const [subgraph, name] = process.argv.slice(2);
if (!subgraph || !name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npx tsx scripts/new-migration.ts <subgraph> <name_in_snake_case>');
  process.exitCode = 2;
} else {
  console.log(await newMigration(subgraph, name));
}
