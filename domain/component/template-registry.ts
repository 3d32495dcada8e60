import type { DesignTemplate } from './template';
import { analyticsWarehouseFeed } from './templates/analytics-warehouse-feed';
import { batchProcessing } from './templates/batch-processing';
import { contentManagementSite } from './templates/content-management-site';
import { dataLake } from './templates/data-lake';
import { eventDrivenPipeline } from './templates/event-driven-pipeline';
import { internalApiOnContainers } from './templates/internal-api-on-containers';
import { kubernetesPlatformAws, kubernetesPlatformAzure, kubernetesPlatformGcp } from './templates/kubernetes-platform';
import { landingZoneNetwork } from './templates/landing-zone-network';
import { securityBaseline } from './templates/security-baseline';
import { serverlessApi } from './templates/serverless-api';
import { singleServer } from './templates/single-server';
import { staticSiteWithCdn } from './templates/static-site-with-cdn';
import { telemetryIngestion } from './templates/telemetry-ingestion';
import { threeTierWebApp } from './templates/three-tier-web-app';

/** All templates; the first ones are what most people look for. */
export const designTemplates: readonly DesignTemplate[] = [
  threeTierWebApp,
  serverlessApi,
  staticSiteWithCdn,
  kubernetesPlatformAws,
  kubernetesPlatformAzure,
  kubernetesPlatformGcp,
  internalApiOnContainers,
  eventDrivenPipeline,
  dataLake,
  analyticsWarehouseFeed,
  telemetryIngestion,
  batchProcessing,
  contentManagementSite,
  singleServer,
  landingZoneNetwork,
  securityBaseline,
];

const bySlug = new Map(designTemplates.map((template) => [template.slug, template]));

export const designTemplate = (slug: string): DesignTemplate | undefined => bySlug.get(slug);
