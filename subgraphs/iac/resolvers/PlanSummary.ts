import { arrayConnection } from '#platform/page';
import type { PlanSummaryResolvers } from '../generated/resolvers';

export const PlanSummary: PlanSummaryResolvers = { changes: (plan, args) => arrayConnection(plan.changes, args) };
