import { describe, expect, it } from '@jest/globals';
import { importHcl } from './import-hcl';
import { smallCatalog } from './small-catalog.fixture';

const read = (content: string) => importHcl([{ path: 'main.tf', content }], smallCatalog);

describe('importHcl', () => {
  it('reads a plain configuration without leaving anything out', () => {
    const { content, importedResources, skipped, diagnostics } = read(`
terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
variable "cidr" {
  type        = string
  default     = "10.0.0.0/16"
  description = "Range"
}
locals {
  name = "n-\${var.cidr}"
}
data "aws_ami" "x" { owners = ["self"] }
resource "aws_vpc" "main" {
  count      = 2
  provider   = aws.west
  cidr_block = var.cidr
  depends_on = [aws_instance.web]
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags["a"], cidr_block]
  }
}
resource "aws_instance" "web" {
  ami = data.aws_ami.x.id
  root_block_device { volume_size = 8 }
}
module "net" {
  source = "terraform-aws-modules/vpc/aws"
  cidr   = var.cidr
}
output "id" {
  value     = aws_vpc.main[0].id
  sensitive = true
}
`);
    expect({ skipped, diagnostics, importedResources }).toEqual({ skipped: [], diagnostics: [], importedResources: 2 });
    expect(content).toMatchObject({
      provider: 'AWS',
      region: 'eu-west-1',
      providerConfigurations: [{ name: 'aws', alias: 'west', attributes: { region: 'us-west-2' } }],
      variables: [{ name: 'cidr', type: 'string', default: '10.0.0.0/16', description: 'Range', sensitive: false }],
      locals: { name: 'n-${var.cidr}' },
      dataSources: [{ type: 'aws_ami', name: 'x' }],
      resources: [
        {
          name: 'main',
          count: 2,
          providerAlias: 'aws.west',
          attributes: { cidr_block: '${var.cidr}' },
          dependsOn: ['aws_instance.web'],
          lifecycle: { prevent_destroy: true, ignore_changes: ['tags["a"]', 'cidr_block'] },
        },
        { name: 'web', attributes: { ami: '${data.aws_ami.x.id}', root_block_device: [{ volume_size: 8 }] } },
      ],
      moduleCalls: [{ name: 'net', source: 'terraform-aws-modules/vpc/aws', inputs: { cidr: '${var.cidr}' } }],
      outputs: [{ name: 'id', value: '${aws_vpc.main[0].id}', sensitive: true }],
    });
  });

  it('says of everything that it leaves out where it stands and why', () => {
    const { skipped } = read(
      'terraform {\n  backend "s3" {}\n}\nmoved {\n  from = a.b\n}\nresource "aws_instance" "a" {\n  provisioner "local-exec" {\n    command = "x"\n  }\n}\nvariable "v" {\n  validation {}\n}\n',
    );
    expect(skipped.map(({ line, address }) => [line, address])).toEqual([
      [2, null],
      [4, null],
      [8, 'aws_instance.a'],
      [13, 'var.v'],
    ]);
    expect(skipped.every(({ reason, path }) => reason.length > 20 && path === 'main.tf')).toBe(true);
  });

  it('keeps dynamic blocks in Terraform’s JSON syntax', () => {
    const { content } = read(
      'resource "aws_security_group" "a" {\n  dynamic "ingress" {\n    for_each = var.p\n    iterator = port\n    content {\n      from_port = port.value\n    }\n  }\n}\n',
    );
    expect(content.resources[0]?.attributes).toEqual({
      dynamic: [{ ingress: { for_each: '${var.p}', iterator: 'port', content: [{ from_port: '${port.value}' }] } }],
    });
  });

  it('imports nothing when a file does not parse', () => {
    const { content, importedResources, diagnostics } = importHcl(
      [
        { path: 'a.tf', content: 'resource "aws_vpc" "a" {}\n' },
        { path: 'b.tf', content: 'x = {\n' },
      ],
      smallCatalog,
    );
    expect(diagnostics).toMatchObject([{ code: 'HCL_SYNTAX', source: { file: 'b.tf', line: 1, column: 5 } }]);
    expect([importedResources, content.resources]).toEqual([0, []]);
  });

  it('reports a second declaration of an address', () => {
    const { diagnostics, importedResources } = read('resource "aws_vpc" "a" {}\nresource "aws_vpc" "a" {}\n');
    expect(importedResources).toBe(1);
    expect(diagnostics).toMatchObject([{ code: 'DUPLICATE_ADDRESS', address: 'aws_vpc.a', source: { line: 2, column: 1 } }]);
  });

  it('keeps the call of a local module and leaves its files out', () => {
    const { content, skipped } = importHcl(
      [
        { path: 'net/main.tf', content: 'resource "aws_vpc" "a" {}\n' },
        { path: 'main.tf', content: 'module "net" {\n  source = "./net"\n}\n' },
        { path: 'README.md', content: '' },
      ],
      smallCatalog,
    );
    expect(content).toMatchObject({ resources: [], moduleCalls: [{ name: 'net', source: './net' }] });
    expect(skipped).toMatchObject([{ path: 'net/main.tf', address: 'module.net', line: null }, { path: 'README.md' }]);
  });

  it('takes the cloud with most resources and its region', () => {
    expect(
      read(
        'provider "azurerm" {\n  features {}\n}\nresource "azurerm_resource_group" "a" {\n  name     = "a"\n  location = "westeurope"\n}\n',
      ).content,
    ).toMatchObject({ provider: 'AZURE', region: 'westeurope', providerConfigurations: [] });
    expect(
      read(
        'variable "r" {\n  default = "europe-west1"\n}\nprovider "google" {\n  region = var.r\n}\nresource "google_compute_network" "a" {}\n',
      ).content,
    ).toMatchObject({ provider: 'GCP', region: 'europe-west1' });
  });

  it('reads .tf.json as the same content', () => {
    const json = JSON.stringify({
      resource: { aws_instance: { web: { ami: '${var.x}', root_block_device: [{ volume_size: 8 }], depends_on: ['aws_vpc.a'] } } },
      variable: { x: { default: '${not a template}' } },
    });
    const { content } = importHcl([{ path: 'main.tf.json', content: json }], smallCatalog);
    expect(content).toMatchObject({
      resources: [{ attributes: { ami: '${var.x}', root_block_device: [{ volume_size: 8 }] }, dependsOn: ['aws_vpc.a'] }],
      variables: [{ default: '${not a template}' }],
    });
  });
});
