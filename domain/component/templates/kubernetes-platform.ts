import type { CloudProvider, ResourceSpec } from '../../blueprint/content';
import { resource } from '../component-type';
import { component, content, inNetwork, output, type DesignTemplate } from '../template';
import { azureClient, worldwideName } from '../types/azure-names';
import { privateEndpoint } from '../types/azure-private-endpoint';
import { resourceGroup } from '../types/azure-resource-group';

interface Platform {
  provider: CloudProvider;
  region: string;
  title: string;
  words: string;
  /** The registry for images, from which the nodes alone pull. */
  registry: ResourceSpec[];
  dataSources?: ResourceSpec[];
  registryAddress: string;
}

function platform({ provider, region, title, words, registry, dataSources = [], registryAddress }: Platform): DesignTemplate {
  return {
    slug: `kubernetes-platform-${provider.toLowerCase()}`,
    title,
    description: `A Kubernetes platform (${words}): a private cluster whose nodes grow with their load, a registry for container images, a PostgreSQL database and a secret beside it, all within one network.`,
    provider,
    content: content(provider, region, {
      components: [
        component('network', 'net', { cidr: '10.100.0.0/16' }),
        component('kubernetes-cluster', 'cluster', { ...inNetwork, node_size: 'medium', min_nodes: 2, max_nodes: 10 }),
        component('relational-database', 'db', { ...inNetwork, engine: 'postgres', highly_available: true }),
        component('secret', 'app_secret', { ...inNetwork, description: 'Secret of the applications' }),
      ],
      dataSources,
      resources: registry,
      outputs: [
        output('cluster', 'component.cluster.name', 'Name of the cluster.'),
        output('registry', registryAddress, 'Where images are pushed.'),
        output('database', 'component.db.endpoint', 'Host of the database.'),
      ],
    }),
  };
}

export const kubernetesPlatformAws = platform({
  provider: 'AWS',
  region: 'us-east-1',
  title: 'Kubernetes platform on AWS (EKS)',
  words: 'k8s, EKS, Elastic Kubernetes Service',
  registry: [
    resource('aws_ecr_repository', 'images', {
      name: 'platform/app',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: [{ scan_on_push: true }],
      encryption_configuration: [{ encryption_type: 'KMS' }],
    }),
  ],
  registryAddress: 'aws_ecr_repository.images.repository_url',
});

const group = resourceGroup('westeurope');
const registryEndpoint = privateEndpoint({
  name: 'images',
  group,
  networkId: '${component.net.id}',
  subnetIds: '${component.net.private_subnet_ids}',
  target: '${azurerm_container_registry.images.id}',
  part: 'registry',
  zone: 'privatelink.azurecr.io',
});

export const kubernetesPlatformAzure = platform({
  provider: 'AZURE',
  region: 'westeurope',
  title: 'Kubernetes platform on Azure (AKS)',
  words: 'k8s, AKS, Azure Kubernetes Service',
  dataSources: [azureClient],
  registry: [
    resource('azurerm_container_registry', 'images', {
      // Registries have letters and digits only.
      name: worldwideName('images', 'platform', 40).replace('-', ''),
      location: group.location,
      resource_group_name: group.name,
      sku: 'Premium',
      admin_enabled: false,
      anonymous_pull_enabled: false,
      public_network_access_enabled: false,
      zone_redundancy_enabled: true,
      data_endpoint_enabled: true,
    }),
    ...registryEndpoint.shared,
    ...registryEndpoint.resources,
    resource('azurerm_role_assignment', 'pull_images', {
      scope: '${azurerm_container_registry.images.id}',
      role_definition_name: 'AcrPull',
      principal_id: '${component.cluster.node_identity}',
      principal_type: 'ServicePrincipal',
    }),
  ],
  registryAddress: 'azurerm_container_registry.images.login_server',
});

export const kubernetesPlatformGcp = platform({
  provider: 'GCP',
  region: 'us-central1',
  title: 'Kubernetes platform on Google Cloud (GKE)',
  words: 'k8s, GKE, Google Kubernetes Engine',
  registry: [
    resource('google_artifact_registry_repository', 'images', {
      repository_id: 'platform',
      location: 'us-central1',
      format: 'DOCKER',
      description: 'Images of the platform',
      docker_config: [{ immutable_tags: true }],
    }),
    resource('google_artifact_registry_repository_iam_member', 'pull_images', {
      repository: '${google_artifact_registry_repository.images.name}',
      location: '${google_artifact_registry_repository.images.location}',
      role: 'roles/artifactregistry.reader',
      member: '${component.cluster.node_identity}',
    }),
  ],
  registryAddress:
    'format("%s-docker.pkg.dev/%s/%s", google_artifact_registry_repository.images.location, google_artifact_registry_repository.images.project, google_artifact_registry_repository.images.repository_id)',
});
