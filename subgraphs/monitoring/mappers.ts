import type { Connection } from '#platform/page';
import type { EnvironmentHealth } from './services/environment';
import type { AlertEvent } from './services/subscriptions';
import type { AlertRecord } from './store/alert';
import type { LoggedEvent } from './store/log';

export interface EnvironmentMapper {
  id: string;
}
export interface OrganizationMapper {
  id: string;
}
export type EnvironmentHealthMapper = EnvironmentHealth;
export type DriftAlertMapper = AlertRecord;
export type DriftAlertConnectionMapper = Connection<AlertRecord>;
export type DeploymentStatusEventMapper = LoggedEvent<'deployment.status-changed'>;
export type DriftAlertEventMapper = AlertEvent;
