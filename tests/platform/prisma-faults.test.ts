import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import { databaseFault } from '#platform/database/fault';
import { silentLogger } from '#platform/database/logger';
import { applyMigrations } from '#platform/database/migrations';
import { closeDatabasePool, createDatabasePool, type DatabasePool } from '#platform/database/pool';
import type { PoolSettings } from '#platform/database/settings';
import { testDatabase, type TestDatabase } from '#kit/postgres';
import { PrismaClient, type Prisma } from '../../subgraphs/auth/generated/prisma/client';

jest.setTimeout(20_000);

let database: TestDatabase;
let pool: DatabasePool;
let prisma: PrismaClient;
const pools: DatabasePool[] = [];

function open(settings: Partial<PoolSettings> = {}) {
  const own = createDatabasePool({ service: 'prisma', connectionString: database.connectionString, logger: silentLogger, ...settings });
  pools.push(own);
  return { pool: own, prisma: new PrismaClient({ adapter: new PrismaPg(own) }) };
}

beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations({ connectionString: database.connectionString, schemaDir: 'prisma/auth' });
  ({ pool, prisma } = open());
  await pool.query("INSERT INTO inbox_event (consumer, event_id) VALUES ('a', '1'), ('b', '1')");
});
afterAll(async () => {
  await Promise.all(pools.map(closeDatabasePool));
  await database.drop();
});

/** The fault in what Prisma throws; an error that is none comes out as its own code. */
const faultOf = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => 'succeeded',
    (error: { code?: string }) => databaseFault(error)?.code ?? error.code,
  );

const bothFaults = async (outcomes: PromiseLike<unknown>[]) => (await Promise.all(outcomes.map(faultOf))).sort();

/** Resolves for all who call it once so many have. */
function meeting(size: number) {
  let arrived = 0;
  let open: () => void = () => undefined;
  const complete = new Promise<void>((resolve) => (open = resolve));
  return () => {
    arrived += 1;
    if (arrived === size) open();
    return complete;
  };
}

const touch = (tx: Prisma.TransactionClient, consumer: string) =>
  tx.inboxEvent.updateMany({ where: { consumer }, data: { at: new Date() } });

describe('a failure of the database that Prisma reports', () => {
  it('is QUERY_TIMEOUT when a statement or an interactive transaction takes too long', async () => {
    const { prisma: hasty } = open({ statementTimeoutMs: 100 });
    expect(await faultOf(hasty.$queryRawUnsafe('SELECT pg_sleep(5)'))).toBe('QUERY_TIMEOUT');
    const expired = prisma.$transaction(
      async (tx) => {
        await tx.$queryRawUnsafe('SELECT 1 FROM pg_sleep(0.3)');
        await touch(tx, 'a');
      },
      { timeout: 100 },
    );
    expect(await faultOf(expired)).toBe('QUERY_TIMEOUT');
  });

  it('is LOCK_TIMEOUT, or QUERY_TIMEOUT on this side, when a table stays locked', async () => {
    await prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('LOCK TABLE inbox_event');
      expect(await faultOf(open({ lockTimeoutMs: 100 }).prisma.inboxEvent.findMany())).toBe('LOCK_TIMEOUT');
      expect(await faultOf(open({ queryTimeoutMs: 100 }).prisma.inboxEvent.findMany())).toBe('QUERY_TIMEOUT');
    });
  });

  it('is SERVICE_OVERLOADED when no connection becomes free, for a query and for a transaction', async () => {
    const { pool: full, prisma: waiting } = open({ max: 1, min: 0, connectTimeoutMs: 300 });
    const busy = await full.connect();
    expect(await faultOf(waiting.inboxEvent.findMany())).toBe('SERVICE_OVERLOADED');
    expect(await faultOf(waiting.$transaction(async (tx) => touch(tx, 'a'), { maxWait: 100 }))).toBe('SERVICE_OVERLOADED');
    busy.release();
    expect(await faultOf(waiting.inboxEvent.findMany())).toBe('succeeded');
  });

  it('is CONFLICT when two transactions deadlock or cannot be serialized', async () => {
    const bothHold = meeting(2);
    const crossing = (first: string, second: string) =>
      prisma.$transaction(async (tx) => {
        await touch(tx, first);
        await bothHold();
        await touch(tx, second);
      });
    expect(await bothFaults([crossing('a', 'b'), crossing('b', 'a')])).toEqual(['CONFLICT', 'succeeded']);
    const bothRead = meeting(2);
    const serializable = () =>
      prisma.$transaction(
        async (tx) => {
          await tx.inboxEvent.count();
          await bothRead();
          await touch(tx, 'a');
        },
        { isolationLevel: 'Serializable' },
      );
    expect(await bothFaults([serializable(), serializable()])).toEqual(['CONFLICT', 'succeeded']);
  });

  it('is DATABASE_UNAVAILABLE when the connection is cut or nothing listens', async () => {
    const { prisma: victim } = open({ service: 'victim' });
    const cut = victim.$queryRawUnsafe('SELECT pg_terminate_backend(pg_backend_pid())');
    expect(await faultOf(cut)).toBe('DATABASE_UNAVAILABLE');
    const { prisma: lost } = open({ connectionString: 'postgresql://x:y@127.0.0.1:1/none' });
    expect(await faultOf(lost.inboxEvent.findMany())).toBe('DATABASE_UNAVAILABLE');
    expect(await faultOf(lost.$transaction(async (tx) => touch(tx, 'a')))).toBe('DATABASE_UNAVAILABLE');
  });

  it('is DATABASE_READ_ONLY when writes are refused', async () => {
    const readOnly = prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('SET TRANSACTION READ ONLY');
      await touch(tx, 'a');
    });
    expect(await faultOf(readOnly)).toBe('DATABASE_READ_ONLY');
  });

  it('is no failure of the database when a constraint refuses the row', async () => {
    expect(await faultOf(prisma.inboxEvent.create({ data: { consumer: 'a', eventId: '1' } }))).toBe('P2002');
  });
});
