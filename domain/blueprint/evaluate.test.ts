import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type ResourceSpec } from './content';
import { evaluateDesign } from './evaluate';

const catalog = loadCatalog();

const resource = (type: string, name: string, attributes: ResourceSpec['attributes'], meta: Partial<ResourceSpec> = {}): ResourceSpec => ({
  ...{ type, name, attributes, count: null, forEach: null, dependsOn: [], lifecycle: null, providerAlias: null },
  ...meta,
});

const design = (resources: ResourceSpec[], rest: Partial<BlueprintContent> = {}): BlueprintContent => ({
  ...emptyContent('AWS', 'eu-west-1'),
  resources,
  ...rest,
});

const variable = (name: string, type: string, rest: Partial<BlueprintContent['variables'][number]> = {}) => ({
  name,
  type,
  description: null,
  sensitive: false,
  ...rest,
});

const byAddress = (content: BlueprintContent, variables = {}) => {
  const { design: evaluated, diagnostics } = evaluateDesign(content, catalog, { variables });
  return { get: (address: string) => evaluated.resources.find((item) => item.address === address)!, evaluated, diagnostics };
};

describe('evaluateDesign', () => {
  it('resolves what other resources configure and leaves computed values as text', () => {
    const { get, diagnostics } = byAddress(
      design(
        [
          resource('aws_subnet', 'a', {
            vpc_id: '${aws_vpc.main.id}',
            cidr_block: '${cidrsubnet(aws_vpc.main.cidr_block, 8, 1)}',
            tags: { Name: 'x-${aws_vpc.main.arn}', Env: '${local.env}' },
          }),
          resource('aws_vpc', 'main', { cidr_block: '10.0.0.0/16', enable_dns_support: 'true' }),
        ],
        { locals: { env: 'prod' } },
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(get('aws_subnet.a')).toMatchObject({
      values: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.1.0/24', tags: { Name: 'x-${aws_vpc.main.arn}', Env: 'prod' } },
      unknown: ['vpc_id', 'tags.Name'],
      references: { vpc_id: ['aws_vpc.main'], cidr_block: ['aws_vpc.main'], 'tags.Name': ['aws_vpc.main'] },
      provider: 'AWS',
      region: 'eu-west-1',
      providerConfiguration: 'aws',
    });
    expect(get('aws_vpc.main').values.enable_dns_support).toBe(true);
  });

  it('expands count and for_each, and keeps one instance while their value is unknown', () => {
    const { evaluated } = byAddress(
      design(
        [
          resource('aws_eip', 'none', {}, { count: 0 }),
          resource('aws_eip', 'some', { tags: { Name: 'n${count.index}' } }, { count: '${var.n}' }),
          resource('aws_s3_bucket', 'each', { bucket: '${each.value}-${each.key}' }, { forEach: '${{ b = "x", a = "y" }}' }),
          resource('aws_eip', 'open', { tags: { Name: '${each.key}' } }, { forEach: '${toset([aws_eip.some[0].id])}' }),
        ],
        { variables: [variable('n', 'number', { default: 2 })] },
      ),
    );
    expect(evaluated.resources.map(({ address }) => address)).toEqual([
      'aws_eip.some[0]',
      'aws_eip.some[1]',
      'aws_s3_bucket.each["a"]',
      'aws_s3_bucket.each["b"]',
      'aws_eip.open',
    ]);
    expect(evaluated.resources[1]!.values).toEqual({ tags: { Name: 'n1' } });
    expect(evaluated.resources[2]!.values).toEqual({ bucket: 'y-a' });
    expect(evaluated.resources[4]).toMatchObject({ values: { tags: { Name: '${each.key}' } }, unknown: ['tags.Name'] });
  });

  it('expands dynamic blocks, also nested ones and those with an unknown for_each', () => {
    const { get } = byAddress(
      design(
        [
          resource('aws_security_group', 'a', {
            ingress: [{ from_port: 22, to_port: 22, protocol: 'tcp' }],
            dynamic: [
              {
                ingress: {
                  for_each: '${[80, 443]}',
                  iterator: 'port',
                  content: { from_port: '${port.value}', to_port: '${port.value}', protocol: 'tcp' },
                },
              },
            ],
          }),
          resource('aws_security_group', 'b', {
            dynamic: { ingress: [{ for_each: '${var.rules}', content: [{ from_port: '${ingress.value.port}' }] }] },
          }),
        ],
        { variables: [variable('rules', 'list(any)')] },
      ),
    );
    expect((get('aws_security_group.a').values.ingress as { from_port: number }[]).map(({ from_port }) => from_port)).toEqual([
      22, 80, 443,
    ]);
    expect(get('aws_security_group.b')).toMatchObject({
      values: { ingress: [{ from_port: '${ingress.value.port}' }] },
      unknown: ['ingress.0.from_port', 'ingress'],
    });
  });

  it('gives variables their given value, else their default, with the optional attributes of their type', () => {
    const variables = [
      variable('size', 'string', { default: 't3.micro' }),
      variable('o', 'object({a = string, b = optional(number, 7)})'),
      variable('missing', 'string'),
    ];
    const content = design(
      [resource('aws_instance', 'a', { instance_type: '${var.size}', ami: '${var.missing}', cpu_core_count: '${var.o.b}' })],
      { variables },
    );
    const { get, evaluated } = byAddress(content, { size: 'm5.large', o: { a: 'x' } });
    expect(get('aws_instance.a').values).toEqual({ instance_type: 'm5.large', ami: '${var.missing}', cpu_core_count: 7 });
    expect(evaluated.variables).toEqual({ size: 'm5.large', o: { a: 'x', b: 7 }, missing: '${var.missing}' });
  });

  it('takes the region from the resource, its provider configuration, then the blueprint', () => {
    const { evaluated } = byAddress(
      design(
        [
          resource('aws_vpc', 'west', { cidr_block: '10.0.0.0/16' }, { providerAlias: 'aws.west' }),
          resource('aws_vpc', 'home', { cidr_block: '10.0.0.0/16' }),
          resource('azurerm_resource_group', 'g', { name: 'g', location: 'West Europe' }),
          resource('google_compute_instance', 'i', { name: 'i', zone: 'europe-west1-b' }),
        ],
        { providerConfigurations: [{ name: 'aws', alias: 'west', attributes: { region: '${local.r}' } }], locals: { r: 'us-west-2' } },
      ),
    );
    expect(evaluated.resources.map(({ region }) => region)).toEqual(['us-west-2', 'eu-west-1', 'westeurope', 'europe-west1']);
  });

  it('reports a cycle once and goes on with the rest', () => {
    const { diagnostics, get } = byAddress(
      design([resource('aws_s3_bucket', 'a', { bucket: '${local.a}' }), resource('aws_s3_bucket', 'ok', { bucket: 'ok' })], {
        locals: { a: '${local.b}', b: '${local.a}' },
      }),
    );
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'REFERENCE_CYCLE' })]);
    expect(get('aws_s3_bucket.ok').values).toEqual({ bucket: 'ok' });
    expect(get('aws_s3_bucket.a').unknown).toEqual(['bucket']);
  });

  it('follows references through locals', () => {
    const { get } = byAddress(
      design([resource('aws_vpc', 'main', { cidr_block: '10.0.0.0/16' }), resource('aws_subnet', 'a', { vpc_id: '${local.net.id}' })], {
        locals: { net: { id: '${aws_vpc.main.id}' } },
      }),
    );
    expect(get('aws_subnet.a').references).toEqual({ vpc_id: ['aws_vpc.main'] });
  });

  it('works out chains of thousands of locals and resources without recursion', () => {
    const locals = Object.fromEntries(
      Array.from({ length: 5_000 }, (_unused, index) => [`l${index}`, index === 4_999 ? 'end' : `\${local.l${index + 1}}`]),
    );
    const chain = Array.from({ length: 3_000 }, (_unused, index) =>
      resource('aws_s3_bucket', `b${index}`, { bucket: index === 2_999 ? '${local.l0}' : `\${aws_s3_bucket.b${index + 1}.bucket}` }),
    );
    const { get, diagnostics } = byAddress(design(chain, { locals }));
    expect(diagnostics).toEqual([]);
    expect(get('aws_s3_bucket.b0').values).toEqual({ bucket: 'end' });
  });

  it('names what does not evaluate by address and path', () => {
    const { diagnostics } = byAddress(design([resource('aws_s3_bucket', 'a', { bucket: '${upper(', tags: { x: '${[1][4]}' } })]));
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'HCL_SYNTAX', address: 'aws_s3_bucket.a', path: ['bucket'] }),
      expect.objectContaining({ code: 'INVALID_EXPRESSION', address: 'aws_s3_bucket.a', path: ['tags', 'x'] }),
    ]);
  });
});
