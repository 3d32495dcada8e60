import type {
  CancelDeploymentInput,
  CreateBlueprintInput,
  CreateEnvironmentInput,
  CreateProjectInput,
  DecideDeploymentInput,
  DeploymentLogsQueryVariables,
  FleetQueryVariables,
  ImportBlueprintInput,
  LoginInput,
  LogoutInput,
  OrganizationQueryVariables,
  OverrideViolationsInput,
  RefreshSessionInput,
  RequestDeploymentInput,
  ProjectsQueryVariables,
  ReviseBlueprintInput,
  RevisionCostQueryVariables,
  RevisionGuardrailsQueryVariables,
  RevisionIacQueryVariables,
  RevisionResourcesQueryVariables,
  ScanDriftInput,
  SignUpInput,
  SimulateDriftInput,
} from './generated/operations';
import {
  ApproveDeploymentDocument,
  BlueprintDocument,
  CancelDeploymentDocument,
  CreateBlueprintDocument,
  CreateEnvironmentDocument,
  CreateProjectDocument,
  DeploymentDocument,
  DeploymentLogsDocument,
  EnvironmentDocument,
  FleetDocument,
  ImportBlueprintDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  OrganizationDocument,
  OverrideViolationsDocument,
  ProjectsDocument,
  RefreshSessionDocument,
  RejectDeploymentDocument,
  RequestDeploymentDocument,
  ReviseBlueprintDocument,
  RevisionContentDocument,
  RevisionCostDocument,
  RevisionGraphDocument,
  RevisionGuardrailsDocument,
  RevisionIacDocument,
  RevisionResourcesDocument,
  RevisionValidationDocument,
  ScanDriftDocument,
  SignUpDocument,
  SimulateDriftDocument,
} from './generated/operations';
import type { CallOptions, Execute } from './transport';

/** One method per operation of operations/; each returns the field's own value, and expected outcomes stay in its `userErrors`. */
export type LintelMethods = ReturnType<typeof createMethods>;

/** The methods over a way to execute a document. */
export function createMethods(execute: Execute) {
  return {
    /** Creates a user and its first organisation, and signs in. userErrors: EMAIL_TAKEN, WEAK_PASSWORD, INVALID_INPUT. */
    signUp: async (input: SignUpInput, options?: CallOptions) => (await execute(SignUpDocument, { input }, options)).signUp,
    /** Signs in. userErrors: INVALID_CREDENTIALS. */
    login: async (input: LoginInput, options?: CallOptions) => (await execute(LoginDocument, { input }, options)).login,
    /** A new access token; the refresh token is replaced and must not be used again. userErrors: INVALID_TOKEN. */
    refreshSession: async (input: RefreshSessionInput, options?: CallOptions) =>
      (await execute(RefreshSessionDocument, { input }, options)).refreshSession,
    /** Ends this session, or with `everywhere` all sessions of the user. */
    logout: async (input: LogoutInput = {}, options?: CallOptions) => (await execute(LogoutDocument, { input }, options)).logout,
    /** The signed-in person with its memberships; null for an API token. */
    me: async (options?: CallOptions) => (await execute(MeDocument, {}, options)).me,
    /** An organisation with its projects and members, by id or slug. */
    organization: async (variables: OrganizationQueryVariables, options?: CallOptions) =>
      (await execute(OrganizationDocument, variables, options)).organization,
    /** Creates a project in an organisation. */
    createProject: async (input: CreateProjectInput, options?: CallOptions) =>
      (await execute(CreateProjectDocument, { input }, options)).createProject,
    /** A page of the projects of an organisation; null when there is no such organisation that the caller may see. */
    projects: async (variables: ProjectsQueryVariables, options?: CallOptions) =>
      (await execute(ProjectsDocument, variables, options)).organization?.projects ?? null,
    /** Terraform files, a plan or a state as a new blueprint, or as a revision of one. `skipped` lists what was left out and why. */
    importBlueprint: async (input: ImportBlueprintInput, options?: CallOptions) =>
      (await execute(ImportBlueprintDocument, { input }, options)).importBlueprint,
    /** Creates a blueprint and its revision 1. */
    createBlueprint: async (input: CreateBlueprintInput, options?: CallOptions) =>
      (await execute(CreateBlueprintDocument, { input }, options)).createBlueprint,
    /** Adds a revision. userErrors: REVISION_CONFLICT when `expectedRevision` is not the head. */
    reviseBlueprint: async (input: ReviseBlueprintInput, options?: CallOptions) =>
      (await execute(ReviseBlueprintDocument, { input }, options)).reviseBlueprint,
    /** A blueprint with its head and environments; null when there is none that the caller may see. */
    blueprint: async (id: string, options?: CallOptions) => (await execute(BlueprintDocument, { id }, options)).blueprint,
    /** The content of a revision, in the shape of BlueprintContentInput. */
    content: async (id: string, options?: CallOptions) => (await execute(RevisionContentDocument, { id }, options)).blueprintRevision,
    /** The dependency graph of a revision. */
    graph: async (id: string, options?: CallOptions) =>
      (await execute(RevisionGraphDocument, { id }, options)).blueprintRevision?.graph ?? null,
    /** The validation report of a revision. */
    validation: async (id: string, options?: CallOptions) =>
      (await execute(RevisionValidationDocument, { id }, options)).blueprintRevision?.validation ?? null,
    /** A page of the resources of a revision, and its variables. */
    resources: async (variables: RevisionResourcesQueryVariables, options?: CallOptions) =>
      (await execute(RevisionResourcesDocument, variables, options)).blueprintRevision,
    /** The generated files of a revision; equal revision and format give equal bytes. */
    iac: async (variables: RevisionIacQueryVariables, options?: CallOptions) =>
      (await execute(RevisionIacDocument, variables, options)).blueprintRevision?.iac ?? null,
    /** The verdict on a revision with a page of its violations. */
    guardrails: async (variables: RevisionGuardrailsQueryVariables, options?: CallOptions) =>
      (await execute(RevisionGuardrailsDocument, variables, options)).blueprintRevision?.guardrails ?? null,
    /** The estimate of a revision; amounts are exact decimals as text, a month is 730 hours. */
    cost: async (variables: RevisionCostQueryVariables, options?: CallOptions) =>
      (await execute(RevisionCostDocument, variables, options)).blueprintRevision?.cost ?? null,
    /** Creates an environment of a blueprint, by default a rehearsal that needs approval. */
    createEnvironment: async (input: CreateEnvironmentInput, options?: CallOptions) =>
      (await execute(CreateEnvironmentDocument, { input }, options)).createEnvironment,
    /** An environment with its state, lock, drift and health. */
    environment: async (id: string, options?: CallOptions) => (await execute(EnvironmentDocument, { id }, options)).environment,
    /** Queues a run. The same idempotency key gives the same deployment. */
    requestDeployment: async (input: RequestDeploymentInput, options?: CallOptions) =>
      (await execute(RequestDeploymentDocument, { input }, options)).requestDeployment,
    /** Approves a run that awaits a decision. userErrors: ILLEGAL_TRANSITION. */
    approveDeployment: async (input: DecideDeploymentInput, options?: CallOptions) =>
      (await execute(ApproveDeploymentDocument, { input }, options)).approveDeployment,
    /** Rejects a run that awaits a decision. userErrors: ILLEGAL_TRANSITION. */
    rejectDeployment: async (input: DecideDeploymentInput, options?: CallOptions) =>
      (await execute(RejectDeploymentDocument, { input }, options)).rejectDeployment,
    /** Cancels a run; one that is applying stops at the next safe point. */
    cancelDeployment: async (input: CancelDeploymentInput, options?: CallOptions) =>
      (await execute(CancelDeploymentDocument, { input }, options)).cancelDeployment,
    /** Lifts the soft-mandatory violations of one deployment; audited. */
    overrideViolations: async (input: OverrideViolationsInput, options?: CallOptions) =>
      (await execute(OverrideViolationsDocument, { input }, options)).overrideViolations,
    /** A deployment with its transitions, plan, blockers and allowed actions. */
    deployment: async (id: string, options?: CallOptions) => (await execute(DeploymentDocument, { id }, options)).deployment,
    /** A page of the log of a deployment. */
    deploymentLogs: async (variables: DeploymentLogsQueryVariables, options?: CallOptions) =>
      (await execute(DeploymentLogsDocument, variables, options)).deployment?.logs ?? null,
    /** Changes or deletes a resource of a rehearsal behind the back of the engine. */
    simulateDrift: async (input: SimulateDriftInput, options?: CallOptions) =>
      (await execute(SimulateDriftDocument, { input }, options)).simulateDrift,
    /** Queues a drift scan; what it finds arrives on watchDriftAlerts. */
    scanDrift: async (input: ScanDriftInput, options?: CallOptions) => (await execute(ScanDriftDocument, { input }, options)).scanDrift,
    /** A page of the blueprints of an organisation with verdict, cost, drift and last deployment, in one query. */
    fleet: async (variables: FleetQueryVariables, options?: CallOptions) => (await execute(FleetDocument, variables, options)).organization,
  };
}
