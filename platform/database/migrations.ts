import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { withClient } from './databases';
import { withSchemaEngine } from './schema-engine';

/** Any fixed number, so that all migrators of a database meet at the same advisory lock. */
const MIGRATION_LOCK = 7_316_402_118;
/** Prisma's note of the database that a folder's migrations are written for. */
export const MIGRATION_LOCKFILE = 'provider = "postgresql"\n';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

export interface MigrationTarget {
  connectionString: string;
  /** Folder with schema.prisma and migrations/<timestamp>_<name>/migration.sql. */
  schemaDir: string;
}

/** A migration could not be applied: its SQL failed, or an applied one was edited since. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code = 'MIGRATION_FAILED';
}

/**
 * Applies the migrations that the database has not seen, in order, and resolves to their names. Two migrators at once
 * do no harm: the second waits for the first and finds nothing to do. Throws a MigrationError with the engine's words.
 */
export async function applyMigrations({ connectionString, schemaDir }: MigrationTarget): Promise<string[]> {
  const [schema, migrationsList] = await Promise.all([readSchema(schemaDir), readMigrations(schemaDir)]);
  return withClient(connectionString, async (client) => {
    // A session lock: it goes with the connection, so a killed migrator blocks nobody.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // Loading the engine takes longer than all the rest of a start that has nothing to apply.
    if (!(await unappliedOrEdited(client, migrationsList))) return [];
    try {
      const { appliedMigrationNames } = await withSchemaEngine(connectionString, schema, (engine) =>
        engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
      );
      return appliedMigrationNames;
    } catch (error) {
      throw new MigrationError(
        `The migrations of ${schemaDir} could not be applied: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  });
}

/**
 * The SQL that leads from the state after all migrations of the folder to its schema.prisma; '' when there is no
 * difference. Once the folder has migrations, the engine replays them in a temporary database on the server.
 */
export async function diffMigration({ connectionString, schemaDir }: MigrationTarget): Promise<string> {
  const [schema, migrations] = await Promise.all([readSchema(schemaDir), readMigrations(schemaDir)]);
  const { stdout } = await withSchemaEngine(connectionString, schema, (engine) =>
    engine.diff({
      from: migrations.migrationDirectories.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  const sql = (stdout ?? '').trim();
  return sql.startsWith('-- This is an empty migration') ? '' : sql;
}

const readSchema = (schemaDir: string): Promise<string> => readFile(path.join(schemaDir, 'schema.prisma'), 'utf8');

async function readMigrations(schemaDir: string): Promise<MigrationList> {
  const baseDir = path.resolve(schemaDir, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: MIGRATION_LOCKFILE },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

/** Finished ones whose file is unchanged; a failed or edited migration is left for the engine to complain about. */
async function unappliedOrEdited(client: pg.Client, { migrationDirectories }: MigrationList): Promise<boolean> {
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present");
  if (!tables[0]?.present) return migrationDirectories.length > 0;
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const { rows: failed } = await client.query('SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL');
  const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  return (
    failed.length > 0 ||
    migrationDirectories.some(
      ({ path: name, migrationFile: { content } }) => content.tag === 'ok' && checksums.get(name) !== sha256(content.value),
    )
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
