import { createDatabase, databaseUrl } from '../database/databases';
import type { Logger } from '../database/logger';
import type { EventBus } from '../events/bus';
import { createPostgresBus } from '../events/postgres-bus';
import { createRabbitBus } from '../events/rabbitmq-bus';
import type { SubgraphConfig } from './config';

/** RabbitMQ when AMQP_URL is set, else the event log on PostgreSQL. */
export async function openBus(
  config: Pick<SubgraphConfig, 'amqpUrl' | 'amqpQueueType' | 'busDatabaseUrl' | 'name'>,
  logger: Logger,
): Promise<EventBus> {
  if (config.amqpUrl)
    return createRabbitBus({ url: config.amqpUrl, queueType: config.amqpQueueType, logger, service: `lintel-${config.name}` });
  const name = decodeURIComponent(new URL(config.busDatabaseUrl).pathname.slice(1));
  await createDatabase(databaseUrl(config.busDatabaseUrl, 'postgres'), name);
  return createPostgresBus({
    database: { service: `lintel-${config.name}-bus`, connectionString: config.busDatabaseUrl, max: 4, min: 1 },
    logger,
  });
}
