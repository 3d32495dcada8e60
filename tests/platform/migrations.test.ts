import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLogger } from '#platform/database/logger';
import { applyMigrations } from '#platform/database/migrations';
import { closeDatabasePool, createDatabasePool, type DatabasePool } from '#platform/database/pool';
import { executeQuery } from '#platform/database/query';
import { testDatabase, type TestDatabase } from '#kit/postgres';

jest.setTimeout(30_000);

const SCHEMA = `datasource db {
  provider = "postgresql"
}

model Note {
  id   Int     @id
  text String?

  @@map("note")
}
`;

let schemaDir: string;
let database: TestDatabase;
let pool: DatabasePool;

beforeAll(async () => {
  schemaDir = await mkdtemp(path.join(tmpdir(), 'lintel-migrations-'));
  database = await testDatabase();
  pool = createDatabasePool({ service: 'test', connectionString: database.connectionString, logger: silentLogger });
  await writeFile(path.join(schemaDir, 'schema.prisma'), SCHEMA);
});
afterAll(async () => {
  await closeDatabasePool(pool);
  await database.drop();
  await rm(schemaDir, { recursive: true, force: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  const folder = path.join(schemaDir, 'migrations', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), sql);
}

const migrate = () => applyMigrations({ connectionString: database.connectionString, schemaDir });

describe('migrating', () => {
  it('is done once by two migrators at a time, while the old code goes on writing', async () => {
    await addMigration('20260101000000_init', 'CREATE TABLE "note" ("id" INTEGER PRIMARY KEY);');
    expect(await migrate()).toEqual(['20260101000000_init']);
    await addMigration('20260102000000_text', 'ALTER TABLE "note" ADD COLUMN "text" TEXT;');

    let migrating = true;
    let written = 0;
    const writers = Array.from({ length: 4 }, async () => {
      while (migrating) await executeQuery(pool, 'INSERT INTO note (id) VALUES ($1)', [(written += 1)]);
    });
    const applied = await Promise.all([migrate(), migrate()]).finally(() => (migrating = false));
    await Promise.all(writers);

    expect(applied.flat()).toEqual(['20260102000000_text']);
    expect((await pool.query('SELECT count(*)::int AS notes, count(text)::int AS texts FROM note')).rows).toEqual([
      { notes: written, texts: 0 },
    ]);
    expect(written).toBeGreaterThan(4);
    expect(await migrate()).toEqual([]);
  });

  it('refuses to go on after a migration that failed', async () => {
    await addMigration('20260103000000_broken', 'ALTER TABLE "missing" ADD COLUMN "text" TEXT;');
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  });
});
