import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, resourceAddress, type BlueprintContent, type CloudProvider, type ComponentSpec } from '../blueprint/content';
import { validate } from '../blueprint/validate';
import { lowerDesign } from './lower';

const catalog = loadCatalog();
const design = (provider: CloudProvider, region: string, components: ComponentSpec[]): BlueprintContent => ({
  ...emptyContent(provider, region),
  components,
});
const net = (name: string, properties = {}): ComponentSpec => ({ name, type: 'network', provider: null, properties });

describe('lowering', () => {
  it('gives valid resources on every cloud, from a design that only names another provider', () => {
    for (const provider of ['AWS', 'AZURE', 'GCP'] as const) {
      const { content, findings, componentOf } = lowerDesign(design(provider, 'us-east-1', [net('main')]));
      expect(findings).toEqual([]);
      expect(validate(content, catalog)).toEqual([]);
      expect(content.resources.every((one) => componentOf.get(resourceAddress(one)) === 'main')).toBe(true);
    }
  });

  it('puts what a component reference stands for into resources, outputs and other components', () => {
    const { content, findings } = lowerDesign({
      ...design('AWS', 'eu-west-1', [net('main')]),
      resources: [
        {
          type: 'aws_security_group',
          name: 'web',
          attributes: { name: 'web-${component.main.id}', vpc_id: '${component.main.id}' },
          count: null,
          forEach: null,
          dependsOn: [],
          lifecycle: null,
          providerAlias: null,
        },
      ],
      outputs: [{ name: 'first', value: '${component.main.private_subnet_ids[0]}', description: null, sensitive: false }],
    });
    expect(findings).toEqual([]);
    expect(content.resources[0]!.attributes).toEqual({ name: 'web-${aws_vpc.main.id}', vpc_id: '${aws_vpc.main.id}' });
    expect(content.outputs[0]!.value).toBe('${(aws_subnet.main_private[*].id)[0]}');
  });

  it('reports what cannot be lowered with a suggestion and lowers the rest', () => {
    const { content, findings } = lowerDesign({
      ...design('AWS', 'eu-west-1', [
        net('main'),
        { ...net('other'), type: 'netwrok' },
        net('third', { cdir: '10.0.0.0/16' }),
        net('bad', { cidr: 'no' }),
      ]),
      outputs: [{ name: 'x', value: '${component.mian.id}', description: null, sensitive: false }],
    });
    expect(findings.map(({ rule, address, suggestion }) => [rule, address, suggestion])).toEqual([
      ['UNKNOWN_TYPE', 'component.other', 'network'],
      ['UNKNOWN_ATTRIBUTE', 'component.third', 'cidr'],
      ['INVALID_VALUE', 'component.bad', null],
      ['DANGLING_REFERENCE', 'output.x', 'main'],
    ]);
    expect(content.resources.some((one) => one.type === 'aws_vpc')).toBe(true);
  });
});
