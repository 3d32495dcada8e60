import { randomUUID } from 'node:crypto';
import { getNamedType, isInputObjectType, type GraphQLField } from 'graphql';
import type { Scope } from '#domain/access/role';
import { apiSchema, sample } from './graph';

interface MutationCase {
  /** What the caller must hold in the object's organisation; null: a matter of the caller's own account. */
  scope: Scope | null;
  /** Members of the input that the smallest value of their type would not fit. */
  input?: () => object;
}

const content = { provider: 'AWS', region: 'eu-central-1' };
const own: MutationCase = { scope: null };
const policy: MutationCase = { scope: 'policy:write' };
const blueprint: MutationCase = { scope: 'blueprint:write' };
const monitoring: MutationCase = { scope: 'monitoring:write' };
const organization: MutationCase = { scope: 'organization:write' };
const unique = (): string => `case ${randomUUID()}`;

/** Every mutation of the graph, with who may call it. A new mutation fails the tests that use this until it stands here. */
export const mutationMatrix: Record<string, MutationCase> = {
  signUp: own,
  login: own,
  refreshSession: own,
  logout: own,
  changePassword: own,
  createOrganization: own,
  acceptInvitation: own,
  inviteMember: organization,
  setMemberRole: organization,
  removeMember: organization,
  createApiToken: organization,
  revokeApiToken: organization,
  createProject: { scope: 'blueprint:write', input: () => ({ name: unique() }) },
  createBlueprint: { scope: 'blueprint:write', input: () => ({ name: unique(), content }) },
  reviseBlueprint: { scope: 'blueprint:write', input: () => ({ content, expectedRevision: 999 }) },
  importBlueprint: {
    scope: 'blueprint:write',
    input: () => ({ expectedRevision: 999, projectId: undefined, files: [{ path: 'main.tf', content: 'resource "aws_vpc" "a" {}' }] }),
  },
  archiveBlueprint: { scope: 'blueprint:write', input: () => ({ archived: false }) },
  draftBlueprint: blueprint,
  setUsage: blueprint,
  setBudget: { scope: 'cost:write' },
  deleteBudget: { scope: 'cost:write' },
  importActualCost: { scope: 'cost:write' },
  createPolicy: policy,
  updatePolicy: policy,
  deletePolicy: policy,
  testPolicy: policy,
  previewPolicy: policy,
  setPolicyEnforcement: { scope: 'policy:write', input: () => ({ projectId: undefined, enforcement: 'ADVISORY' }) },
  grantExemption: { scope: 'policy:write', input: () => ({ projectId: undefined }) },
  revokeExemption: policy,
  overrideViolations: { scope: 'deployment:approve' },
  createEnvironment: { scope: 'deployment:write', input: () => ({ name: unique() }) },
  updateEnvironment: { scope: 'deployment:write' },
  deleteEnvironment: { scope: 'deployment:write' },
  requestDeployment: { scope: 'deployment:write', input: () => ({ kind: 'PLAN', idempotencyKey: unique() }) },
  approveDeployment: { scope: 'deployment:approve' },
  rejectDeployment: { scope: 'deployment:approve' },
  cancelDeployment: { scope: 'deployment:write' },
  rollbackState: { scope: 'state:write' },
  forceUnlockState: { scope: 'state:force-unlock' },
  simulateDrift: { scope: 'deployment:write', input: () => ({ address: 'aws_instance.web', attributes: { instance_type: 'm5.8xlarge' } }) },
  scanDrift: monitoring,
  setDriftSchedule: monitoring,
  acknowledgeDriftAlert: monitoring,
  muteDrift: monitoring,
  remediateDrift: monitoring,
  createAlertChannel: organization,
  deleteAlertChannel: organization,
  testAlertChannel: organization,
};

export interface MutationCall {
  name: string;
  scope: Scope | null;
  document: string;
  /** Members of the input that hold ids. */
  idFields: string[];
  /** An input about these objects. */
  input(ids: Record<string, string>): Record<string, unknown>;
}

const inputType = (field: GraphQLField<unknown, unknown>) => {
  const type = getNamedType(field.args[0]!.type);
  if (!isInputObjectType(type)) throw new Error(`${field.name} takes no input object.`);
  return type;
};

/** The calls of all mutations, from the schema and the table. */
export function mutationCalls(): MutationCall[] {
  return Object.values(apiSchema().getMutationType()!.getFields()).map((field) => {
    const known = mutationMatrix[field.name];
    if (!known) throw new Error(`The mutation ${field.name} is missing in tests/kit/mutation-matrix.ts.`);
    const type = inputType(field);
    return {
      name: field.name,
      scope: known.scope,
      document: `mutation ($input: ${String(field.args[0]!.type)}) { ${field.name}(input: $input) { userErrors { code message path } } }`,
      idFields: Object.values(type.getFields())
        .filter((member) => getNamedType(member.type).name === 'ID')
        .map((member) => member.name),
      input: (ids) => ({ ...(sample(type, ids) as object), ...known.input?.() }),
    };
  });
}
