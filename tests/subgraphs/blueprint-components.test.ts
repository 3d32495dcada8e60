import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '#kit/seed';
import { Blueprint, seed, type Project } from '#kit/seed';
import { sharedStack } from '#kit/stack';

const COMPONENTS = [
  { name: 'net', type: 'network', properties: { cidr: '10.20.0.0/16' } },
  { name: 'orders', type: 'queue', properties: {} },
];

const CREATE = `mutation ($input: CreateBlueprintInput!) { createBlueprint(input: $input) { blueprint { id } revision { id number } userErrors { code message path } } }`;
const REVISE = `mutation ($input: ReviseBlueprintInput!) { reviseBlueprint(input: $input) { revision { id number } userErrors { code message path } } }`;
const READ = `query ($id: ID!) { blueprintRevision(id: $id) {
  provider components { name type provider properties resources }
  resources(first: 100) { totalCount nodes { address component provider } }
  graph { nodes { address component } }
  validation { valid findings { rule severity address path message suggestion } }
  iac { files { path content } warnings }
  guardrails { verdict violations(first: 100) { nodes { severity address message } } } } }`;

interface Read {
  provider: string;
  components: { name: string; type: string; provider: string; properties: object; resources: string[] }[];
  resources: { totalCount: number; nodes: { address: string; component: string | null; provider: string }[] };
  graph: { nodes: { address: string; component: string | null }[] };
  validation: { valid: boolean; findings: { rule: string; address: string; suggestion: string | null }[] };
  iac: { files: { path: string; content: string }[]; warnings: string[] };
  guardrails: { verdict: string; violations: { nodes: { severity: string; address: string; message: string }[] } };
}

describe('components', () => {
  let project: Project;
  const read = async (id: string): Promise<Read> =>
    (await project.owner.client.ask<{ blueprintRevision: Read }>(READ, { id })).blueprintRevision;
  const create = (content: object) =>
    project.owner.client.change<{ blueprint: { id: string }; revision: { id: string; number: number } }>(CREATE, {
      projectId: project.id,
      name: 'Portable',
      content,
    });

  beforeAll(async () => {
    project = await (await seed((await sharedStack()).url).owner()).project();
  });

  it('are listed with their titles and the JSON Schema of their properties', async () => {
    const { componentTypes } = await project.owner.client.ask<{
      componentTypes: { name: string; title: string; providers: string[]; properties: { type: string } }[];
    }>(`{ componentTypes { name title description providers properties } }`);
    expect(componentTypes.length).toBeGreaterThanOrEqual(24);
    expect(componentTypes.every((type) => type.title && type.properties.type === 'object' && type.providers.length === 3)).toBe(true);
  });

  it('become native resources, drawn, generated, judged and named after the component', async () => {
    const revision = await read((await create({ provider: 'AWS', region: 'eu-west-1', components: COMPONENTS })).revision.id);
    expect(revision.validation).toEqual({ valid: true, findings: [] });
    expect(revision.components.map(({ name, provider }) => [name, provider])).toEqual([
      ['net', 'AWS'],
      ['orders', 'AWS'],
    ]);
    const addresses = revision.resources.nodes.map((node) => node.address);
    expect(
      revision.components
        .flatMap((one) => one.resources)
        .filter((address) => !address.startsWith('data.'))
        .sort(),
    ).toEqual(addresses);
    expect(revision.resources.nodes.find((node) => node.address === 'aws_vpc.net')).toMatchObject({ component: 'net', provider: 'AWS' });
    expect(revision.graph.nodes.every((node) => node.component !== null)).toBe(true);
    expect(revision.iac.files.map((file) => file.content).join('\n')).toMatch(/resource "aws_vpc" "net"/);
    expect(revision.guardrails.violations.nodes.filter((one) => one.severity === 'HIGH' || one.severity === 'CRITICAL')).toEqual([]);
  });

  it('change clouds with one field, and stay valid', async () => {
    const { blueprint } = await create({ provider: 'AWS', region: 'eu-west-1', components: COMPONENTS });
    for (const [at, provider] of ['GCP', 'AZURE'].entries()) {
      const { revision } = await project.owner.client.change<{ revision: { id: string } }>(REVISE, {
        blueprintId: blueprint.id,
        expectedRevision: at + 1,
        content: { provider, region: 'eu-west-1', components: COMPONENTS },
      });
      const there = await read(revision.id);
      expect(there.validation).toEqual({ valid: true, findings: [] });
      expect(new Set(there.resources.nodes.map((node) => node.provider))).toEqual(new Set([provider]));
      expect(there.guardrails.violations.nodes.filter((one) => one.severity === 'HIGH' || one.severity === 'CRITICAL')).toEqual([]);
    }
  });

  it('are referred to by resources and outputs', async () => {
    const content = {
      provider: 'AWS',
      region: 'eu-west-1',
      components: COMPONENTS,
      resources: [{ type: 'aws_security_group', name: 'web', attributes: { name: 'web', vpc_id: '${component.net.id}' } }],
      outputs: [{ name: 'network', value: '${component.net.id}' }],
    };
    const revision = await read((await create(content)).revision.id);
    expect(revision.validation.findings).toEqual([]);
    expect(revision.iac.files.find((file) => file.path === 'outputs.tf')?.content).toMatch(/value = aws_vpc\.net\.id/);
    expect(revision.resources.nodes.find((node) => node.address === 'aws_security_group.web')?.component).toBeNull();
  });

  it('are findings with a suggestion when they do not fit, never failures', async () => {
    const content = {
      provider: 'AWS',
      region: 'eu-west-1',
      components: [
        { name: 'q', type: 'queu' },
        { name: 'net', type: 'network', properties: { cdir: '10.0.0.0/16' } },
      ],
    };
    const { validation } = await read((await create(content)).revision.id);
    expect(validation.valid).toBe(false);
    expect(validation.findings.map(({ rule, address, suggestion }) => [rule, address, suggestion])).toEqual([
      ['UNKNOWN_ATTRIBUTE', 'component.net', 'cidr'],
      ['UNKNOWN_TYPE', 'component.q', 'queue'],
    ]);
  });

  it('are deployed to a rehearsal and leave nothing to change', async () => {
    const { blueprint, revision } = await create({ provider: 'AWS', region: 'eu-west-1', components: COMPONENTS });
    const environment: Environment = await new Blueprint(project, blueprint.id, revision.id, 'Portable').environment();
    const run = await environment.request('APPLY');
    await environment.reached(run, 'AWAITING_DECISION');
    await environment.approve(run);
    expect(await environment.reached(run, 'SUCCEEDED', 'FAILED')).toBe('SUCCEEDED');
    expect(await environment.reached(await environment.request('APPLY'), 'NO_CHANGES', 'AWAITING_DECISION', 'FAILED')).toBe('NO_CHANGES');
  });
});

describe('templates', () => {
  it('are complete designs that can be created as they are, valid and without a grave violation', async () => {
    const project = await (await seed((await sharedStack()).url).owner()).project();
    const { client } = project.owner;
    const { blueprintTemplates } = await client.ask<{
      blueprintTemplates: { totalCount: number; nodes: { slug: string; title: string; content: object }[] };
    }>(`{ blueprintTemplates(first: 100) { totalCount nodes { slug title description provider content } } }`);
    expect(blueprintTemplates.totalCount).toBeGreaterThanOrEqual(12);
    for (const template of blueprintTemplates.nodes) {
      const { revision } = await client.change<{ revision: { id: string } }>(CREATE, {
        projectId: project.id,
        name: template.title,
        content: template.content,
      });
      const { blueprintRevision } = await client.ask<{
        blueprintRevision: {
          validation: Read['validation'];
          guardrails: { violations: { nodes: { severity: string }[] } };
          cost: { coverage: { priced: number } };
        };
      }>(
        `query ($id: ID!) { blueprintRevision(id: $id) { validation { valid findings { rule severity address message } } guardrails { violations(first: 100, severity: [HIGH, CRITICAL]) { nodes { severity address message } } } cost { coverage { priced unpriced } } } }`,
        { id: revision.id },
      );
      expect([template.slug, blueprintRevision.validation]).toEqual([template.slug, { valid: true, findings: [] }]);
      expect([template.slug, blueprintRevision.guardrails.violations.nodes]).toEqual([template.slug, []]);
    }
  }, 60_000);
});

describe('draftBlueprint', () => {
  const DRAFT = `mutation ($input: DraftBlueprintInput!) { draftBlueprint(input: $input) { content validation { valid findings { message } } source explanation userErrors { code message path } } }`;
  let project: Project;
  beforeAll(async () => {
    project = await (await seed((await sharedStack()).url).owner()).project();
  });

  it('answers a sentence with the closest template, in the cloud that is asked for, and saves nothing', async () => {
    const drafted = await project.owner.client.change<{
      content: { provider: string };
      validation: { valid: boolean };
      source: string;
      explanation: string;
    }>(DRAFT, {
      projectId: project.id,
      prompt: 'a three tier web application with a database',
      provider: 'GCP',
    });
    expect(drafted).toMatchObject({ source: 'TEMPLATE', validation: { valid: true }, content: { provider: 'GCP' } });
    expect(drafted.explanation).toMatch(/\w/);
    const { project: after } = await project.owner.client.ask<{ project: { blueprints: { totalCount: number } } }>(
      `query ($id: ID!) { project(id: $id) { blueprints { totalCount } } }`,
      { id: project.id },
    );
    expect(after.blueprints.totalCount).toBe(0);
  });

  it('refuses an empty prompt and an unknown region with the place', async () => {
    const faults = async (input: object) =>
      (await project.owner.client.payload(DRAFT, { input: { projectId: project.id, prompt: 'a queue', ...input } })).userErrors;
    expect(await faults({ prompt: ' ' })).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'prompt'] }]);
    expect(await faults({ provider: 'AWS', region: 'nowhere-1' })).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'region'] }]);
  });

  it('is for people of the project alone', async () => {
    const input = { projectId: project.id, prompt: 'a queue' };
    const stranger = await seed((await sharedStack()).url).owner();
    expect(await stranger.client.code(DRAFT, { input })).toBe('NOT_FOUND');
    expect(await stranger.client.as(null).code(DRAFT, { input })).toBe('UNAUTHENTICATED');
  });
});
