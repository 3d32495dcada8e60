import pg from 'pg';
import { backoffDelay, pause } from './backoff';
import { throttled, type Logger } from './logger';

/** One LISTEN connection, shared by all channels of a process on one database. */
export interface Listener {
  /** Calls back with the payload of each NOTIFY on the channel. Resolves, once the server listens, to the way to end it. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface ListenerOptions {
  /** Straight to the server: a transaction-pooling proxy does not pass notifications on. */
  connectionString: string;
  service?: string;
  logger: Logger;
}

/**
 * Opens the connection on first use and keeps it open. Notifications sent while it was broken are lost, so after every
 * reconnect each callback fires once with '' and its consumer reads its tables again.
 */
export function createListener({ connectionString, service = 'lintel', logger }: ListenerOptions): Listener {
  const callbacks = new Map<string, Set<(payload: string) => void>>();
  const stopping = new AbortController();
  const warn = throttled((fields, message) => logger.warn({ service, ...fields }, message));
  let connecting: Promise<pg.Client> | undefined;

  const notify = (channel: string, payload: string) => callbacks.get(channel)?.forEach((callback) => callback(payload));

  async function open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString,
      application_name: `${service}-listen`,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) => warn({ error: error.message }, 'notification connection failed'));
    client.on('notification', ({ channel, payload }) => notify(channel, payload ?? ''));
    await client.connect();
    for (const channel of callbacks.keys()) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    client.once('end', () => {
      connecting = undefined;
      if (!stopping.signal.aborted && callbacks.size > 0) void reopen();
    });
    return client;
  }

  async function reopen(): Promise<void> {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        await connection();
        logger.info({ service, attempt }, 'notification connection is back');
        for (const channel of callbacks.keys()) notify(channel, '');
        return;
      } catch (error) {
        warn({ attempt, error: error instanceof Error ? error.message : String(error) }, 'notification connection not back yet');
        await pause(backoffDelay(attempt, { baseMs: 100, maxMs: 5_000 }), stopping.signal);
      }
    }
  }

  function connection(): Promise<pg.Client> {
    if (!connecting) {
      connecting = open();
      connecting.catch(() => (connecting = undefined));
    }
    return connecting;
  }

  return {
    async listen(channel, onNotify) {
      const channelCallbacks = callbacks.get(channel) ?? new Set();
      callbacks.set(channel, channelCallbacks.add(onNotify));
      const client = await connection();
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      return async () => {
        channelCallbacks.delete(onNotify);
        if (channelCallbacks.size > 0 || callbacks.get(channel) !== channelCallbacks) return;
        callbacks.delete(channel);
        const current = await connecting?.catch(() => undefined);
        await current
          ?.query(`UNLISTEN ${current.escapeIdentifier(channel)}`)
          .catch((error: Error) => warn({ error: error.message }, 'UNLISTEN failed'));
      };
    },
    async close() {
      stopping.abort();
      callbacks.clear();
      const client = await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
}

/** `createListener` for a single channel; resolves to the way to end it. */
export async function listen(
  options: ListenerOptions & { channel: string; onNotify: (payload: string) => void },
): Promise<() => Promise<void>> {
  const listener = createListener(options);
  await listener.listen(options.channel, options.onNotify);
  return () => listener.close();
}
