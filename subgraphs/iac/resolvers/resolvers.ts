import { DateTimeScalar, JsonScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { Blueprint } from './Blueprint';
import { BlueprintRevision } from './BlueprintRevision';
import { Deployment } from './Deployment';
import { DeploymentLogLine } from './DeploymentLogLine';
import { Environment } from './Environment';
import { IacBundle } from './IacBundle';
import { approveDeployment } from './Mutation/approveDeployment';
import { cancelDeployment } from './Mutation/cancelDeployment';
import { createEnvironment } from './Mutation/createEnvironment';
import { deleteEnvironment } from './Mutation/deleteEnvironment';
import { forceUnlockState } from './Mutation/forceUnlockState';
import { rejectDeployment } from './Mutation/rejectDeployment';
import { requestDeployment } from './Mutation/requestDeployment';
import { rollbackState } from './Mutation/rollbackState';
import { simulateDrift } from './Mutation/simulateDrift';
import { updateEnvironment } from './Mutation/updateEnvironment';
import { Organization } from './Organization';
import { PlanSummary } from './PlanSummary';
import { Project } from './Project';
import { deployment } from './Query/deployment';
import { environment } from './Query/environment';
import { StateLock } from './StateLock';
import { StateVersion } from './StateVersion';
import { deploymentLog } from './Subscription/deploymentLog';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  JSON: JsonScalar,
  Query: { environment, deployment },
  Mutation: {
    createEnvironment,
    updateEnvironment,
    deleteEnvironment,
    requestDeployment,
    approveDeployment,
    rejectDeployment,
    cancelDeployment,
    rollbackState,
    forceUnlockState,
    simulateDrift,
  },
  Subscription: { deploymentLog },
  Organization,
  Project,
  Blueprint,
  BlueprintRevision,
  IacBundle,
  Environment,
  Deployment,
  DeploymentLogLine,
  PlanSummary,
  StateVersion,
  StateLock,
};
