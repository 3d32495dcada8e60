import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { delegatedSubnet } from './azure-delegated-subnet';
import { azureClient, worldwideName } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { blobProtection, closedStorageSettings, storageAccount } from './azure-storage';
import { logWorkspace, workloadIdentity } from './azure-workload';
import { dashed } from './cloud-name';
import { codeOf, environmentOf, memoryOf, runtimeOf } from './function-runtime';
import { pick } from './property-expressions';

const time = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);

export function onAzure(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const group = resourceGroup(region);
  const inGroup = { location: group.location, resource_group_name: group.name };
  const main = `azurerm_function_app_flex_consumption.${name}`;
  const account = `azurerm_storage_account.${name}`;
  const code = codeOf(properties);
  const runtime = runtimeOf(properties);
  const identity = workloadIdentity(name, group);
  const workspace = logWorkspace(group);
  const subnet = delegatedSubnet({ name, group, networkId: properties['network_id']!, service: 'Microsoft.App/environments' });
  const place = { group, networkId: properties['network_id']!, subnetIds: properties['subnet_ids']! };
  const endpoints = [
    privateEndpoint({ ...place, name, target: ref(`${main}.id`), part: 'sites', zone: 'privatelink.azurewebsites.net' }),
    ...(['blob', 'queue', 'table'] as const).map((part) =>
      privateEndpoint({
        ...place,
        name: `${name}_${part}`,
        target: ref(`${account}.id`),
        part,
        zone: `privatelink.${part}.core.windows.net`,
      }),
    ),
  ];
  const grant = (purpose: string, role: string, scope: string) =>
    resource('azurerm_role_assignment', `${name}_${purpose}`, {
      scope,
      role_definition_name: role,
      principal_id: identity.principalId,
      principal_type: 'ServicePrincipal',
    });
  const grants = [
    grant('code', 'Storage Blob Data Contributor', code.store_id),
    grant('blob', 'Storage Blob Data Owner', ref(`${account}.id`)),
    grant('queue', 'Storage Queue Data Contributor', ref(`${account}.id`)),
    grant('table', 'Storage Table Data Contributor', ref(`${account}.id`)),
    grant('insights', 'Monitoring Metrics Publisher', ref(`azurerm_application_insights.${name}.id`)),
  ];
  const insights = ref(`azurerm_application_insights.${name}.connection_string`);
  return {
    providerSettings: closedStorageSettings,
    dataSources: [azureClient, ...subnet.dataSources],
    shared: [group.resource, workspace.resource, ...endpoints.flatMap((endpoint) => endpoint.shared)],
    resources: [
      identity.resource,
      ...subnet.resources,
      storageAccount(name, region, group, { blob_properties: blobProtection(false, 7) }),
      resource('azurerm_application_insights', name, {
        name: dashed(name),
        ...inGroup,
        application_type: 'web',
        workspace_id: workspace.id,
        local_authentication_disabled: true,
      }),
      ...grants,
      resource('azurerm_service_plan', name, { name: dashed(name, 40), ...inGroup, os_type: 'Linux', sku_name: 'FC1' }),
      resource(
        'azurerm_function_app_flex_consumption',
        name,
        {
          name: worldwideName('', name, 32),
          ...inGroup,
          service_plan_id: ref(`azurerm_service_plan.${name}.id`),
          runtime_name: runtime.azure.name,
          runtime_version: runtime.azure.version,
          instance_memory_in_mb: pick(properties['size']!, memoryOf),
          maximum_instance_count: 40,
          storage_container_type: 'blobContainer',
          storage_container_endpoint: code.store_endpoint,
          storage_authentication_type: 'UserAssignedIdentity',
          storage_user_assigned_identity_id: identity.id,
          identity: [{ type: 'UserAssigned', identity_ids: [identity.id] }],
          virtual_network_subnet_id: subnet.id,
          https_only: true,
          public_network_access_enabled: false,
          webdeploy_publish_basic_authentication_enabled: false,
          app_settings: {
            ...environmentOf(properties),
            AzureFunctionsJobHost__functionTimeout: time(Number(properties['timeout_seconds'])),
            // Else the provider puts a connection string there, which the account refuses: terraform-provider-azurerm issue 29693.
            AzureWebJobsStorage: '',
            AzureWebJobsStorage__accountName: ref(`${account}.name`),
            AzureWebJobsStorage__credential: 'managedidentity',
            AzureWebJobsStorage__clientId: identity.clientId,
            APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `Authorization=AAD;ClientId=${identity.clientId}`,
          },
          site_config: [
            {
              minimum_tls_version: '1.3',
              scm_minimum_tls_version: '1.3',
              http2_enabled: true,
              application_insights_connection_string: insights,
            },
          ],
        },
        { dependsOn: grants.map((one) => `${one.type}.${one.name}`) },
      ),
      ...endpoints.flatMap((endpoint) => endpoint.resources),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `"https://${ref(`${main}.default_hostname`)}"`,
      identity: `azurerm_user_assigned_identity.${name}.principal_id`,
    },
  };
}
