import type { Blocker } from '#domain/deployment/blockers';
import type { Connection } from '#platform/page';
import type { IacBundle } from './services/iac';
import type { DeploymentRecord, Failure, PlannedChange, PlanSummary } from './store/deployment';
import type { EnvironmentRecord } from './store/environment';
import type { LogLine } from './store/log-line';
import type { StateLockRecord } from './store/state-lock';
import type { StateVersionRecord } from './store/state';
import type { TransitionRecord } from './store/transition';

interface Reference {
  id: string;
}

export type OrganizationMapper = Reference;
export type ProjectMapper = Reference;
export type BlueprintMapper = Reference;
export type BlueprintRevisionMapper = Reference;
export type IacBundleMapper = IacBundle;
export type EnvironmentMapper = EnvironmentRecord;
export type EnvironmentConnectionMapper = Connection<EnvironmentRecord>;
export type DeploymentMapper = DeploymentRecord;
export type DeploymentConnectionMapper = Connection<DeploymentRecord>;
export type DeploymentTransitionMapper = TransitionRecord;
export type DeploymentFailureMapper = Failure;
export type DeploymentBlockerMapper = Blocker;
export type DeploymentLogLineMapper = LogLine;
export type DeploymentLogLineConnectionMapper = Connection<LogLine>;
export type PlanSummaryMapper = PlanSummary;
export type PlannedChangeConnectionMapper = Connection<PlannedChange>;
export type StateVersionMapper = StateVersionRecord;
export type StateVersionConnectionMapper = Connection<StateVersionRecord>;
export type StateLockMapper = StateLockRecord;
