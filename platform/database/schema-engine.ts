import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';

/** Prisma's own migration engine, as WebAssembly: no binary is downloaded. */
export type SchemaEngine = SchemaEngineModule.SchemaEngine;

type Bindings = typeof SchemaEngineModule & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

let panic: string | undefined;
let loaded: Promise<Bindings> | undefined;

/** The package's entry imports its .wasm as a module, which Node does not do: load the two files ourselves, once. */
async function load(): Promise<Bindings> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = (await import(pathToFileURL(entry).href)) as Bindings;
  // Where the engine leaves the words of a panic before it traps; the trap itself says only "unreachable".
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => (panic = message) } });
  const code = await WebAssembly.compile(await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm')));
  // The bindings' functions are all of type Function as far as WebAssembly is concerned.
  const imports = { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports };
  const instance = await WebAssembly.instantiate(code, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

const CATALOG_CHAR = 18;
const UUID = 2950;

/**
 * The adapter refuses PostgreSQL's one-byte "char", in which the system catalog keeps its kinds and which the engine reads
 * when it describes a database (adapter-pg 7.10). This client labels such columns as uuid, a type that no query of the
 * engine answers with and whose text is passed on as it is; `characterAware` then gives them their true type.
 */
class CatalogClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: EventEmitter };
    connection.on('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
      for (const field of fields) if (field.dataTypeID === CATALOG_CHAR) field.dataTypeID = UUID;
    });
  }
}

function characterAware(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    return { ...result, columnTypes: result.columnTypes.map((type) => (type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type)) };
  };
  return adapter;
}

/** The engine leaves its connections open, and with them its advisory lock, for which the next engine would wait 10 s. */
function catalogAdapters(config: pg.PoolConfig) {
  const plain = new PrismaPg(config);
  const opened: SqlDriverAdapter[] = [];
  const tracked = (adapter: SqlDriverAdapter): SqlDriverAdapter => {
    const dispose = adapter.dispose.bind(adapter);
    let disposed: Promise<void> | undefined;
    adapter.dispose = () => (disposed ??= dispose());
    opened.push(adapter);
    return characterAware(adapter);
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: plain.provider,
    adapterName: plain.adapterName,
    connect: async () => tracked(await plain.connect()),
    connectToShadowDb: async () => tracked(await plain.connectToShadowDb()),
  };
  return { factory, close: () => Promise.all(opened.map((adapter) => adapter.dispose())) };
}

/**
 * The connection in parts. A connection string would win over the `database` that the adapter sets for the engine's
 * temporary database, which would then be the real one.
 */
function connectionParts(connectionString: string): pg.PoolConfig {
  const url = new URL(connectionString);
  const sslMode = url.searchParams.get('sslmode');
  return {
    host: url.hostname || url.searchParams.get('host') || undefined,
    port: url.port === '' ? undefined : Number(url.port),
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)) || undefined,
    ssl: sslMode === null || sslMode === 'disable' ? undefined : { rejectUnauthorized: sslMode !== 'no-verify' },
  };
}

/** Runs `work` with an engine on the database and the schema text; the engine's memory is freed whatever happens. */
export async function withSchemaEngine<T>(
  connectionString: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine: Engine } = await loaded;
  const config = {
    ...connectionParts(connectionString),
    Client: CatalogClient,
    application_name: 'lintel-migrations',
    allowExitOnIdle: true,
  };
  const { factory, close } = catalogAdapters(config);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await Engine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, bound);
  try {
    return await work(engine);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    // After a trap the instance is unusable: the next call loads a fresh one.
    loaded = undefined;
    throw new Error(`Prisma's schema engine failed: ${panic ?? error.message}`, { cause: error });
  } finally {
    engine.free();
    await close();
  }
}
