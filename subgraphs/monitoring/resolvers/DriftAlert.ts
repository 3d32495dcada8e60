import type { DriftAlertResolvers } from '../generated/resolvers';
import { findAlert } from '../services/alert';
import { monitorOf } from '../services/environment';

export const DriftAlert: DriftAlertResolvers = {
  __resolveReference: ({ id }, ctx) => findAlert(ctx, id),
  environment: (alert) => ({ id: alert.environmentId }),
  acknowledgedBy: (alert) => (alert.acknowledgedById ? { id: alert.acknowledgedById } : null),
  lastAppliedBy: async (alert, _args, ctx) => {
    const monitor = await monitorOf(ctx, alert.environmentId);
    return monitor?.appliedId ? { id: monitor.appliedId } : null;
  },
};
