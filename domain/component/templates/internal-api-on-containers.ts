import { accessOf, alarmOn, component, content, emailVariable, imageVariable, inNetwork, output, type DesignTemplate } from '../template';

export const internalApiOnContainers: DesignTemplate = {
  slug: 'internal-api-on-containers',
  title: 'Internal API on containers',
  description:
    'A microservice for inside the company: a container service that the network alone reaches, with a PostgreSQL database, a Redis cache, a secret and the rights to read it, and a private DNS zone.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.30.0.0/16' }),
      component('container-service', 'api', {
        ...inNetwork,
        image: '${var.image}',
        port: 8080,
        size: 'medium',
        min_instances: 2,
        max_instances: 8,
        highly_available: true,
        environment: {
          DATABASE_HOST: '${component.db.endpoint}',
          DATABASE_NAME: '${component.db.database_name}',
          CACHE_HOST: '${component.cache.endpoint}',
          TOKEN_REFERENCE: '${component.token.reference}',
        },
      }),
      component('relational-database', 'db', { ...inNetwork, engine: 'postgres', highly_available: true }),
      component('cache', 'cache', { ...inNetwork, highly_available: true }),
      component('secret', 'token', { ...inNetwork, description: 'Token for the partner API' }),
      accessOf('api', [['token', 'secret', 'read']]),
      component('dns-zone', 'names', { domain: 'internal.example.com', network_id: '${component.net.id}' }),
      alarmOn('db', 'database-cpu'),
    ],
    variables: [imageVariable('the API'), emailVariable],
    outputs: [
      output('endpoint', 'component.api.endpoint', 'Where the API is reached from the network.'),
      output('database', 'component.db.endpoint', 'Host of the database.'),
    ],
  }),
};
