import { randomBytes } from 'node:crypto';
import { TestClient } from './client';

/** Four resources with an SSH port that is open to everybody. */
export const NETWORK = `
variable "cidr" {
  type    = string
  default = "10.20.0.0/16"
}
resource "aws_vpc" "main" {
  cidr_block = var.cidr
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(var.cidr, 8, 1)
}
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "m5.large"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.web.id]
  root_block_device {
    volume_size = 100
    volume_type = "gp3"
  }
}
`;

export const PASSWORD = 'correct-horse-battery-staple';

const unique = (): string => randomBytes(6).toString('hex');

/** State for tests, made over the public API: seed(url).owner(), then .project(), .blueprint(), .environment(), .deployed(). */
export const seed = (url: string) => ({ owner: () => Owner.signUp(url), anonymous: new TestClient(url) });

/** Somebody who has just signed up, and their organisation. */
export class Owner {
  private constructor(
    readonly client: TestClient,
    readonly email: string,
    readonly userId: string,
    readonly organizationId: string,
    readonly refreshToken: string,
  ) {}

  static async signUp(url: string): Promise<Owner> {
    const email = `owner-${unique()}@example.com`;
    const { session, user, organization } = await new TestClient(url).change<{
      session: { accessToken: string; refreshToken: string };
      user: { id: string };
      organization: { id: string };
    }>(
      `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } user { id } organization { id } userErrors { code message path } } }`,
      { email, password: PASSWORD, name: 'Owner', organizationName: `Org ${unique()}` },
    );
    return new Owner(new TestClient(url, session.accessToken), email, user.id, organization.id, session.refreshToken);
  }

  async project(name = `Project ${unique()}`): Promise<Project> {
    const { project } = await this.client.change<{ project: { id: string } }>(
      `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } userErrors { code message path } } }`,
      { organizationId: this.organizationId, name },
    );
    return new Project(this, project.id);
  }
}

export class Project {
  constructor(
    readonly owner: Owner,
    readonly id: string,
  ) {}

  async blueprint(tf = NETWORK, name = `Blueprint ${unique()}`): Promise<Blueprint> {
    const { blueprint, revision } = await this.owner.client.change<{ blueprint: { id: string }; revision: { id: string } }>(
      `mutation ($input: ImportBlueprintInput!) { importBlueprint(input: $input) { blueprint { id } revision { id } userErrors { code message path } } }`,
      { projectId: this.id, name, format: 'HCL', files: [{ path: 'main.tf', content: tf }] },
    );
    return new Blueprint(this, blueprint.id, revision.id, name);
  }
}

export class Blueprint {
  constructor(
    readonly project: Project,
    readonly id: string,
    readonly revisionId: string,
    readonly name: string,
  ) {}

  /** The next revision; `expectedRevision` is the number of the one before. */
  async revised(tf: string, expectedRevision = 1): Promise<string> {
    const { revision } = await this.project.owner.client.change<{ revision: { id: string } }>(
      `mutation ($input: ImportBlueprintInput!) { importBlueprint(input: $input) { revision { id } userErrors { code message path } } }`,
      { blueprintId: this.id, expectedRevision, format: 'HCL', files: [{ path: 'main.tf', content: tf }] },
    );
    return revision.id;
  }

  async environment(
    input: { requiresApproval?: boolean; target?: 'REHEARSAL' | 'CLOUD'; name?: string; variables?: object } = {},
  ): Promise<Environment> {
    const { environment } = await this.project.owner.client.change<{ environment: { id: string } }>(
      `mutation ($input: CreateEnvironmentInput!) { createEnvironment(input: $input) { environment { id } userErrors { code message path } } }`,
      { blueprintId: this.id, name: `env-${unique()}`, target: 'REHEARSAL', requiresApproval: true, ...input },
    );
    return new Environment(this, environment.id);
  }
}

export class Environment {
  constructor(
    readonly blueprint: Blueprint,
    readonly id: string,
  ) {}

  private get client(): TestClient {
    return this.blueprint.project.owner.client;
  }

  async request(kind: 'PLAN' | 'APPLY' | 'DESTROY' | 'DRIFT_SCAN' = 'APPLY', idempotencyKey = unique()): Promise<string> {
    const { deployment } = await this.client.change<{ deployment: { id: string } }>(
      `mutation ($input: RequestDeploymentInput!) { requestDeployment(input: $input) { deployment { id } userErrors { code message path } } }`,
      { environmentId: this.id, kind, idempotencyKey },
    );
    return deployment.id;
  }

  /** Waits until a run has reached one of the states; replays, so that nothing is missed. */
  async reached(deploymentId: string, ...states: string[]): Promise<string> {
    const { organizationId } = this.blueprint.project.owner;
    const stream = this.client.subscribe<{ status: string }>(
      `subscription ($o: ID!, $d: ID, $a: String) { deploymentStatusChanged(organizationId: $o, deploymentId: $d, after: $a) { status } }`,
      { o: organizationId, d: deploymentId, a: START },
    );
    try {
      return (await stream.next((event) => states.includes(event.status), 60_000)).status;
    } finally {
      stream.close();
    }
  }

  async approve(deploymentId: string): Promise<void> {
    await this.client.change(
      `mutation ($input: DecideDeploymentInput!) { approveDeployment(input: $input) { deployment { id } userErrors { code message path } } }`,
      { deploymentId, note: 'go' },
    );
  }

  async override(deploymentId: string): Promise<void> {
    await this.client.change(
      `mutation ($input: OverrideViolationsInput!) { overrideViolations(input: $input) { userErrors { code message path } } }`,
      { deploymentId, reason: 'a rehearsal' },
    );
  }

  /** Takes an APPLY all the way to SUCCEEDED. */
  async deployed(): Promise<string> {
    const id = await this.request('APPLY');
    await this.reached(id, 'AWAITING_DECISION');
    await this.override(id);
    await this.approve(id);
    await this.reached(id, 'SUCCEEDED');
    return id;
  }

  /** Takes a DESTROY all the way to SUCCEEDED. */
  async destroyed(): Promise<string> {
    const id = await this.request('DESTROY');
    if ((await this.reached(id, 'AWAITING_DECISION', 'SUCCEEDED')) === 'AWAITING_DECISION') await this.approve(id);
    await this.reached(id, 'SUCCEEDED');
    return id;
  }

  /** Somebody changes a resource behind our back, or deletes it. */
  async tamperedWith(address: string, attributes?: object): Promise<void> {
    await this.client.change(
      `mutation ($input: SimulateDriftInput!) { simulateDrift(input: $input) { address userErrors { code message path } } }`,
      { environmentId: this.id, address, attributes },
    );
  }
}

/** Cursor of the beginning of the event log. */
export const START = Buffer.from('e1:0').toString('base64url');
