import type { DriftAlertEventResolvers } from '../generated/resolvers';
import { logCursor } from '../services/log-cursor';

export const DriftAlertEvent: DriftAlertEventResolvers = {
  cursor: ({ event }) => logCursor(event.position),
  occurredAt: ({ event }) => event.occurredAt,
  previousState: ({ event }) => event.payload.previousState,
  alert: ({ alert }) => alert,
};
