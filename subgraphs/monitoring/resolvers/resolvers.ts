import { notAvailableYet } from '#platform/denial';
import { DateTimeScalar, DecimalScalar, JsonScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { DeploymentStatusEvent } from './DeploymentStatusEvent';
import { DriftAlert } from './DriftAlert';
import { DriftAlertEvent } from './DriftAlertEvent';
import { Environment } from './Environment';
import { EnvironmentHealth } from './EnvironmentHealth';
import { acknowledgeDriftAlert } from './Mutation/acknowledgeDriftAlert';
import { scanDrift } from './Mutation/scanDrift';
import { Organization } from './Organization';
import { driftAlert } from './Query/driftAlert';
import { serviceHealth } from './Query/serviceHealth';
import { deploymentStatusChanged } from './Subscription/deploymentStatusChanged';
import { driftAlertChanged } from './Subscription/driftAlertChanged';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  Decimal: DecimalScalar,
  JSON: JsonScalar,
  Query: { driftAlert, serviceHealth },
  Mutation: {
    scanDrift,
    acknowledgeDriftAlert,
    setDriftSchedule: notAvailableYet,
    muteDrift: notAvailableYet,
    remediateDrift: notAvailableYet,
    createAlertChannel: notAvailableYet,
    deleteAlertChannel: notAvailableYet,
    testAlertChannel: notAvailableYet,
  },
  Subscription: { deploymentStatusChanged, driftAlertChanged },
  Organization,
  Environment,
  EnvironmentHealth,
  DriftAlert,
  DriftAlertEvent,
  DeploymentStatusEvent,
};
