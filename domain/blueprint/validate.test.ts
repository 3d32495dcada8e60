import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadCatalog } from '#workers/catalog-files';
import type { Json, JsonObject } from '../json';
import { type BlueprintContent, emptyContent, type ResourceSpec } from './content';
import { validate } from './validate';

const catalog = loadCatalog();

const resource = (address: string, attributes: JsonObject = {}, rest: Partial<ResourceSpec> = {}): ResourceSpec => {
  const [type = '', name = ''] = address.split('.');
  return { type, name, attributes, count: null, forEach: null, dependsOn: [], lifecycle: null, providerAlias: null, ...rest };
};
const design = (resources: ResourceSpec[], rest: Partial<BlueprintContent> = {}): BlueprintContent => ({
  ...emptyContent('AWS', 'us-east-1'),
  resources,
  ...rest,
});

/** Findings as "RULE address path -> suggestion". */
const findings = (content: BlueprintContent): string[] =>
  validate(content, catalog).map(({ rule, address, path, suggestion }) =>
    [rule, address ?? '', (path ?? []).join('.'), suggestion ? `-> ${suggestion}` : ''].filter((part) => part !== '').join(' '),
  );
const findingsOf = (address: string, attributes: JsonObject, rest?: Partial<ResourceSpec>): string[] =>
  findings(design([resource(address, attributes, rest)]));

const vpc = resource('aws_vpc.main', { cidr_block: '10.0.0.0/16' });

describe('types and attributes', () => {
  it('accepts a design that terraform accepts', () => {
    const web = resource('aws_instance.web', {
      ami: '${data.aws_ami.linux.id}',
      instance_type: 't3.micro',
      monitoring: 'true',
      root_block_device: [{ volume_size: '100', encrypted: true }],
      tags: { Name: 'web-${var.stage}', Count: 3 },
      vpc_security_group_ids: ['${aws_security_group.a[0].id}'],
    });
    const group = resource(
      'aws_security_group.a',
      { vpc_id: '${aws_vpc.main.id}', ingress: [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] }] },
      { count: 2 },
    );
    const ami = resource('aws_ami.linux', { owners: ['amazon'], most_recent: true });
    const variable = { name: 'stage', type: 'string', default: 'dev', description: null, sensitive: false };
    expect(findings(design([vpc, web, group], { dataSources: [ami], variables: [variable] }))).toEqual([]);
  });

  it('suggests the nearest name for what is misspelt', () => {
    expect(findings(design([resource('aws_instnace.a')]))).toEqual(['UNKNOWN_TYPE aws_instnace.a type -> aws_instance']);
    expect(findingsOf('aws_vpc.a', { cidr_blok: 'x' })).toEqual(['UNKNOWN_ATTRIBUTE aws_vpc.a cidr_blok -> cidr_block']);
    expect(findingsOf('aws_instance.a', { root_block_device: [{ encryptd: true }] })).toEqual([
      'UNKNOWN_ATTRIBUTE aws_instance.a root_block_device.0.encryptd -> encrypted',
    ]);
  });

  it('leaves a provider outside the catalog alone, with a remark', () => {
    expect(validate(design([resource('random_id.a', { byte_length: 8 })]), catalog)).toMatchObject([
      { rule: 'UNKNOWN_TYPE', severity: 'LOW' },
    ]);
  });

  it('finds missing attributes and blocks', () => {
    expect(findingsOf('aws_subnet.a', { cidr_block: null })).toEqual(['MISSING_ATTRIBUTE aws_subnet.a vpc_id']);
    expect(findingsOf('aws_s3_bucket_versioning.a', { bucket: 'b' })).toEqual([
      'MISSING_ATTRIBUTE aws_s3_bucket_versioning.a versioning_configuration',
    ]);
  });

  it('finds too many blocks, read-only values and blocks that are none', () => {
    expect(findingsOf('aws_instance.a', { root_block_device: [{}, {}] })).toEqual(['INVALID_VALUE aws_instance.a root_block_device']);
    expect(findingsOf('aws_vpc.a', { arn: 'arn:aws:x' })).toEqual(['INVALID_VALUE aws_vpc.a arn']);
    expect(findingsOf('aws_instance.a', { root_block_device: 'big' })).toEqual(['WRONG_TYPE aws_instance.a root_block_device']);
    expect(findingsOf('aws_instance.a', { root_block_device: '${var.x}' }).filter((one) => one.startsWith('WRONG'))).toHaveLength(1);
  });

  it.each<[string, Json, string[]]>([
    ['monitoring', 'yes', ['WRONG_TYPE aws_instance.a monitoring']],
    ['monitoring', 1, ['WRONG_TYPE aws_instance.a monitoring']],
    ['ipv6_address_count', 'two', ['WRONG_TYPE aws_instance.a ipv6_address_count']],
    ['ipv6_address_count', '2', []],
    ['instance_type', 5, []],
    ['instance_type', ['t3.micro'], ['WRONG_TYPE aws_instance.a instance_type']],
    ['tags', ['a'], ['WRONG_TYPE aws_instance.a tags']],
    ['tags', { a: { b: 1 } }, ['WRONG_TYPE aws_instance.a tags.a']],
    ['tags', 'x-${path.module}', ['WRONG_TYPE aws_instance.a tags']],
    ['tags', '${path.module}', []],
    ['tags', '$${literal}', ['WRONG_TYPE aws_instance.a tags']],
    ['vpc_security_group_ids', 'sg-1', ['WRONG_TYPE aws_instance.a vpc_security_group_ids']],
    ['vpc_security_group_ids', ['sg-1', 7, null], []],
  ])('judges %s = %j', (name, value, expected) => {
    expect(findingsOf('aws_instance.a', { [name]: value })).toEqual(expected);
  });

  it('lets count and for_each exclude each other', () => {
    expect(findingsOf('aws_vpc.a', {}, { count: 1, forEach: '${toset([])}' })).toEqual(['INVALID_VALUE aws_vpc.a forEach']);
  });

  it('checks what ignore_changes names', () => {
    expect(findingsOf('aws_vpc.a', {}, { lifecycle: { ignore_changes: ['tags', '${tag}'] } })).toEqual([
      'UNKNOWN_ATTRIBUTE aws_vpc.a lifecycle.ignore_changes.1 -> tags',
    ]);
  });

  it('checks dynamic blocks as far as they are known', () => {
    const dynamic = (content: JsonObject) => ({
      ami: 'a',
      instance_type: 't',
      dynamic: [{ ebs_block_device: { for_each: '${[1, 2]}', content: [content] } }],
    });
    expect(findingsOf('aws_instance.a', dynamic({ device_name: '${ebs_block_device.value}' }))).toEqual([]);
    expect(findingsOf('aws_instance.a', dynamic({ name: '${other.value}' }))).toEqual([
      'MISSING_ATTRIBUTE aws_instance.a dynamic.0.ebs_block_device.content.0.device_name',
      'DANGLING_REFERENCE aws_instance.a dynamic.0.ebs_block_device.content.0.name',
      'UNKNOWN_ATTRIBUTE aws_instance.a dynamic.0.ebs_block_device.content.0.name',
    ]);
  });
});

describe('references', () => {
  it('finds what does not exist', () => {
    expect(findings(design([vpc, resource('aws_subnet.a', { vpc_id: '${aws_vpc.mian.id}' })]))).toEqual([
      'DANGLING_REFERENCE aws_subnet.a vpc_id -> aws_vpc.main',
    ]);
    expect(findingsOf('aws_vpc.a', { cidr_block: '${var.cidr}' })).toEqual(['DANGLING_REFERENCE aws_vpc.a cidr_block']);
    expect(findingsOf('aws_vpc.a', {}, { dependsOn: ['aws_vpc.gone'] })).toEqual(['DANGLING_REFERENCE aws_vpc.a dependsOn.0']);
    expect(findingsOf('aws_vpc.a', {}, { providerAlias: 'aws.west' })).toEqual(['DANGLING_REFERENCE aws_vpc.a providerAlias']);
  });

  it.each([
    ['${aws_instance.one.id}', true],
    ['${aws_instance.one.idd}', false],
    ['${aws_instance.one.root_block_device[0].volume_id}', true],
    ['${aws_instance.one.root_block_device.volume_id}', false],
    ['${aws_instance.one.root_block_device.0.volumeid}', false],
    ['${aws_instance.one.tags.Anything}', true],
    ['${aws_instance.one.id.x}', false],
    ['${aws_instance.one[0].id}', false],
    ['${aws_instance.many.id}', false],
    ['${aws_instance.many[0].id}', true],
    ['${aws_instance.many.0.id}', true],
    ['${join(",", aws_instance.many[*].id)}', true],
    ['${join(",", aws_instance.many.*.nothing)}', false],
    ['${[for i in aws_instance.many : i.anything][0]}', true],
    ['${each.key}', false],
    ['${path.module}/${terraform.workspace}', true],
  ])('follows %s: %s', (text, valid) => {
    const content = design([
      resource('aws_instance.one'),
      resource('aws_instance.many', {}, { count: 2 }),
      resource('aws_vpc.a', { cidr_block: text }),
    ]);
    expect(findings(content).length === 0).toBe(valid);
  });

  it('names the whole cycle', () => {
    const group = (name: string, other: string) =>
      resource(`aws_security_group.${name}`, { description: `\${aws_security_group.${other}.id}` });
    const [finding] = validate(design([group('a', 'b'), group('b', 'c'), group('c', 'a')]), catalog);
    expect(finding).toMatchObject({
      rule: 'DEPENDENCY_CYCLE',
      message: 'These depend on each other: aws_security_group.a -> aws_security_group.b -> aws_security_group.c -> aws_security_group.a',
    });
  });

  it('finds expressions that do not parse', () => {
    expect(findingsOf('aws_vpc.a', { cidr_block: '${var.' })).toEqual(['INVALID_EXPRESSION aws_vpc.a cidr_block']);
  });
});

describe('names and regions', () => {
  it('finds duplicates, bad names and unknown regions', () => {
    expect(findings(design([vpc, vpc]))).toEqual(['DUPLICATE_ADDRESS aws_vpc.main']);
    expect(findings(design([resource('aws_vpc.1 a')]))).toEqual(['NAMING_CONVENTION aws_vpc.1 a name -> _1_a']);
    expect(findings({ ...design([]), region: 'us-east-9' })[0]).toMatch(/^UNKNOWN_REGION region -> us-east-/);
    expect(findings({ ...emptyContent('AZURE', 'West Europe') })).toEqual([]);
  });
});

describe('any content', () => {
  it('never throws', () => {
    const text = fc.oneof(
      fc.constantFrom('${', '${a.b.c}', '%{if', '$${x}', '${each.value}', '${local.x}', '__proto__'),
      fc.string({ maxLength: 6 }),
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(null),
        fc.boolean(),
        fc.double(),
        text,
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(fc.constantFrom('dynamic', 'tags', 'ingress', 'content'), text), tie('value')),
      ),
    })).value as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, json, text, (attributes, count, lifecycle, name) => {
        const content = design(
          [
            {
              ...resource('aws_instance.a'),
              name,
              attributes: { root_block_device: attributes, dynamic: count, tags: attributes },
              count,
              forEach: lifecycle,
              lifecycle,
              dependsOn: [name],
            },
          ],
          { locals: { x: attributes } },
        );
        expect(Array.isArray(validate(content, catalog))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('survives values of any depth', () => {
    let deep: Json = 'x';
    for (let at = 0; at < 20_000; at++) deep = [deep];
    expect(findingsOf('aws_instance.a', { tags: deep }, { lifecycle: deep })).toEqual(['WRONG_TYPE aws_instance.a tags']);
  });
});
