import { notAvailableYet } from '#platform/denial';
import { DateTimeScalar, JsonScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { BlueprintRevision } from './BlueprintRevision';
import { Deployment } from './Deployment';
import { Exemption } from './Exemption';
import { GuardrailEvaluation } from './GuardrailEvaluation';
import { grantExemption } from './Mutation/grantExemption';
import { overrideViolations } from './Mutation/overrideViolations';
import { revokeExemption } from './Mutation/revokeExemption';
import { setPolicyEnforcement } from './Mutation/setPolicyEnforcement';
import { testPolicy } from './Mutation/testPolicy';
import { Organization } from './Organization';
import { Policy } from './Policy';
import { PolicyFailure } from './PolicyFailure';
import { policy } from './Query/policy';
import { policyLibrary } from './Query/policyLibrary';
import { Undecided } from './Undecided';
import { Violation } from './Violation';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  JSON: JsonScalar,
  Query: { policy, policyLibrary },
  Mutation: {
    setPolicyEnforcement,
    grantExemption,
    revokeExemption,
    overrideViolations,
    testPolicy,
    createPolicy: notAvailableYet,
    updatePolicy: notAvailableYet,
    deletePolicy: notAvailableYet,
    previewPolicy: notAvailableYet,
  },
  Organization,
  Policy,
  BlueprintRevision,
  Deployment,
  GuardrailEvaluation,
  Violation,
  PolicyFailure,
  Undecided,
  Exemption,
};
