import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource } from '../component-type';
import type { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { zonesOf } from './azure-zones';

/** 3 to 24 letters and digits that no other account of Azure has. Needs the data source `azureClient`. */
const accountName = (name: string): string =>
  `${dashed(name).replaceAll('-', '').slice(0, 14)}${ref(`substr(sha256("\${data.azurerm_client_config.current.subscription_id}/${name}"), 0, 10)`)}`;

/**
 * A storage account that only private endpoints reach, over TLS, and only identities open: no keys, no public blobs.
 *
 * @param change attributes that differ, e.g. of an account for files
 */
export const storageAccount = (
  name: string,
  region: string,
  group: ReturnType<typeof resourceGroup>,
  change: JsonObject = {},
): ResourceSpec =>
  resource('azurerm_storage_account', name, {
    name: accountName(name),
    location: group.location,
    resource_group_name: group.name,
    account_kind: 'StorageV2',
    account_tier: 'Standard',
    account_replication_type: zonesOf(region) ? 'ZRS' : 'GRS',
    min_tls_version: 'TLS1_2',
    https_traffic_only_enabled: true,
    infrastructure_encryption_enabled: true,
    public_network_access_enabled: false,
    allow_nested_items_to_be_public: false,
    shared_access_key_enabled: false,
    default_to_oauth_authentication: true,
    cross_tenant_replication_enabled: false,
    local_user_enabled: false,
    network_rules: [{ default_action: 'Deny', bypass: ['AzureServices'] }],
    ...change,
  });

/** The provider manages closed accounts from outside of their network, where their data cannot be reached. */
export const closedStorageSettings: JsonObject = { features: [{ storage: [{ data_plane_available: false }] }] };

/** Keeps deleted blobs and containers, and older versions. */
export const blobProtection = (versioning: JsonObject[string], days: JsonObject[string]): JsonObject[] => [
  {
    versioning_enabled: versioning,
    delete_retention_policy: [{ days }],
    container_delete_retention_policy: [{ days }],
  },
];
