import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { hasSamples, sampleTexts } from '../hcl/source-samples.fixture';
import { canonicalJson } from '../json';
import { emptyContent, type BlueprintContent, type ResourceSpec } from './content';
import { importHcl } from './import-hcl';
import { smallCatalog } from './small-catalog.fixture';
import { generateTerraform } from './terraform-files';
import { generateTerraformJson } from './terraform-json';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

const resource = (spec: Partial<ResourceSpec> & Pick<ResourceSpec, 'type'>): ResourceSpec => ({
  name: 'a',
  attributes: {},
  count: null,
  forEach: null,
  dependsOn: [],
  lifecycle: null,
  providerAlias: null,
  ...spec,
});
const withResources = (...resources: ResourceSpec[]): BlueprintContent => ({ ...emptyContent('AWS', 'eu-west-1'), resources });
const fileOf = (content: BlueprintContent, path: string): string | undefined =>
  generateTerraform(content, smallCatalog).files.find((file) => file.path === path)?.content;

describe('generateTerraform', () => {
  it('pins the providers in use and configures the default one', () => {
    const content = withResources(resource({ type: 'azurerm_resource_group' }), resource({ type: 'random_id' }));
    expect(fileOf(content, 'versions.tf')).toBe(
      'terraform {\n  required_version = ">= 1.5.0"\n\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 6.66"\n    }\n    azurerm = {\n      source  = "hashicorp/azurerm"\n      version = "~> 4.80"\n    }\n    random = {\n      source = "hashicorp/random"\n    }\n  }\n}\n',
    );
    expect(fileOf(content, 'providers.tf')).toBe('provider "aws" {\n  region = "eu-west-1"\n}\n\nprovider "azurerm" {\n  features {}\n}\n');
    expect(generateTerraform(content, smallCatalog).files.map(({ path }) => path)).toEqual(['versions.tf', 'providers.tf', 'main.tf']);
  });

  it('writes blocks and attributes as the schema has them', () => {
    const attributes = { root_block_device: [{ volume_size: 8 }], tags: { Name: 'x' }, ami: '${var.ami}' };
    expect(fileOf(withResources(resource({ type: 'aws_instance', attributes })), 'main.tf')).toBe(
      'resource "aws_instance" "a" {\n  ami = var.ami\n  tags = {\n    Name = "x"\n  }\n\n  root_block_device {\n    volume_size = 8\n  }\n}\n',
    );
  });

  it('writes a list of incomplete objects as blocks, and fills it in JSON', () => {
    const content = withResources(resource({ type: 'aws_security_group', attributes: { ingress: [{ from_port: 22 }] } }));
    expect(fileOf(content, 'main.tf')).toContain('  ingress {\n    from_port = 22\n  }\n');
    expect(JSON.parse(generateTerraformJson(content, smallCatalog).files[0]?.content ?? '')).toMatchObject({
      resource: { aws_security_group: { a: { ingress: [{ from_port: 22, to_port: null, self: null }] } } },
    });
  });

  it('gives the same bytes whatever the order of keys', () => {
    const one = withResources(resource({ type: 'aws_instance', attributes: { ami: 'a', tags: { b: '1', a: '2' } } }));
    const other = withResources(resource({ type: 'aws_instance', attributes: { tags: { a: '2', b: '1' }, ami: 'a' } }));
    expect(generateTerraform(one, smallCatalog)).toEqual(generateTerraform(other, smallCatalog));
    expect(generateTerraformJson(one, smallCatalog)).toEqual(generateTerraformJson(other, smallCatalog));
  });

  it('leaves out, with a warning, what could smuggle code in', () => {
    const hostile = withResources(
      resource({ type: 'aws_vpc', name: 'a" {}\nresource "x' }),
      resource({
        type: 'aws_vpc',
        attributes: { 'x = file("/etc/passwd")\ny': 1, provisioner: [{ 'local-exec': { command: 'id' } }], cidr_block: '${' },
        dependsOn: ['a.b]\nx = file("y"'],
        providerAlias: 'aws\nx = 1',
        lifecycle: { ignore_changes: ['f("x")'] },
      }),
    );
    const { files, warnings } = generateTerraform(hostile, smallCatalog);
    expect(files.map(({ content }) => content).join('')).not.toMatch(/passwd|local-exec|file\(|f\("x"\)/);
    expect(fileOf(hostile, 'main.tf')).toContain('cidr_block = "$${"');
    expect(warnings).toHaveLength(7);
    expect(generateTerraformJson(hostile, smallCatalog).files[0]?.content).not.toContain('local-exec');
  });

  it('writes the backend that it is given', () => {
    const { files } = generateTerraform(withResources(), smallCatalog, { backend: { type: 'http', attributes: { address: 'http://x' } } });
    expect(files[0]?.content).toContain('  backend "http" {\n    address = "http://x"\n  }\n');
  });
});

(hasSamples ? describe : describe.skip)('on configurations that others wrote', () => {
  it('generates what imports as the same content', () => {
    for (const content of sampleTexts(10).map((text) => importHcl([{ path: 'main.tf', content: text }], smallCatalog).content)) {
      const again = importHcl(generateTerraform(content, smallCatalog).files, smallCatalog);
      expect(canonicalJson(again.content)).toBe(canonicalJson(content));
      expect([again.skipped, again.diagnostics]).toEqual([[], []]);
    }
  });

  (hasTerraform ? it : it.skip)('generates what terraform fmt leaves unchanged', () => {
    const generated = sampleTexts(10).flatMap(
      (text) => generateTerraform(importHcl([{ path: 'main.tf', content: text }], smallCatalog).content, smallCatalog).files,
    );
    const text = generated.map(({ content }) => content).join('\n');
    const { stdout } = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8', maxBuffer: 1 << 27 });
    expect(stdout).toBe(text);
  });
});
