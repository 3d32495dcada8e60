import { resource } from '../component-type';
import { component, content, output, type DesignTemplate } from '../template';
import { googleProject, serviceAgent } from '../types/google-project';

const dataset = '${google_bigquery_dataset.warehouse.dataset_id}';
const pubsub = serviceAgent('gcp-sa-pubsub');

const eventColumns = [
  { name: 'data', type: 'JSON', mode: 'NULLABLE', description: 'The event as it was published' },
  { name: 'subscription_name', type: 'STRING', mode: 'NULLABLE' },
  { name: 'message_id', type: 'STRING', mode: 'NULLABLE' },
  { name: 'publish_time', type: 'TIMESTAMP', mode: 'NULLABLE' },
  { name: 'attributes', type: 'JSON', mode: 'NULLABLE' },
];

export const analyticsWarehouseFeed: DesignTemplate = {
  slug: 'analytics-warehouse-feed',
  title: 'Analytics warehouse feed',
  description:
    'Events flow straight from a stream into a BigQuery data warehouse, partitioned by day and encrypted with a key of its own, with an object store for files to load: for dashboards, reporting and business intelligence (ETL, ELT).',
  provider: 'GCP',
  content: content('GCP', 'us-central1', {
    components: [
      component('encryption-key', 'warehouse_key', { description: 'Analytics warehouse' }),
      component('event-stream', 'events', { retention_days: 7 }),
      component('object-store', 'files', { keep_deleted_days: 30 }),
    ],
    dataSources: [googleProject, resource('google_bigquery_default_service_account', 'current', {})],
    resources: [
      resource('google_kms_crypto_key_iam_member', 'warehouse', {
        crypto_key_id: '${component.warehouse_key.id}',
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        member: 'serviceAccount:${data.google_bigquery_default_service_account.current.email}',
      }),
      resource(
        'google_bigquery_dataset',
        'warehouse',
        {
          dataset_id: 'warehouse',
          location: 'us-central1',
          description: 'Events and what is made of them',
          delete_contents_on_destroy: false,
          default_encryption_configuration: [{ kms_key_name: '${component.warehouse_key.id}' }],
        },
        { dependsOn: ['google_kms_crypto_key_iam_member.warehouse'] },
      ),
      resource('google_bigquery_table', 'events', {
        dataset_id: dataset,
        table_id: 'events',
        deletion_protection: true,
        time_partitioning: [{ type: 'DAY', field: 'publish_time' }],
        encryption_configuration: [{ kms_key_name: '${component.warehouse_key.id}' }],
        schema: JSON.stringify(eventColumns),
      }),
      ...(['dataEditor', 'metadataViewer'] as const).map((role) =>
        resource('google_bigquery_dataset_iam_member', role, { dataset_id: dataset, role: `roles/bigquery.${role}`, member: pubsub }),
      ),
      resource(
        'google_pubsub_subscription',
        'feed',
        {
          name: 'warehouse-feed',
          topic: '${component.events.id}',
          message_retention_duration: '604800s',
          expiration_policy: [{ ttl: '' }],
          bigquery_config: [
            {
              table: `\${google_bigquery_table.events.project}.${dataset}.\${google_bigquery_table.events.table_id}`,
              write_metadata: true,
            },
          ],
        },
        { dependsOn: ['google_bigquery_dataset_iam_member.dataEditor', 'google_bigquery_dataset_iam_member.metadataViewer'] },
      ),
    ],
    outputs: [
      output('stream', 'component.events.endpoint', 'Where events are published.'),
      output('dataset', 'google_bigquery_dataset.warehouse.id', 'The dataset to query.'),
    ],
  }),
};
