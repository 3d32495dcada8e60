import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient, type Prisma } from '../generated/prisma/client';

export type Database = PrismaClient | Prisma.TransactionClient;

/** Prisma over the pool of this subgraph; the pool's owner closes it. */
export const openDatabase = (pool: Pool): PrismaClient => new PrismaClient({ adapter: new PrismaPg(pool) });
