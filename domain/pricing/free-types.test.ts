import { describe, expect, it } from '@jest/globals';
import { freeTypes, isFreeType } from './free-types';
import { modelledTypes } from './model-registry';

describe('free types', () => {
  it('knows that networks and permissions cost nothing', () => {
    for (const type of [
      'aws_vpc',
      'aws_subnet',
      'aws_iam_role',
      'azurerm_resource_group',
      'azurerm_network_security_group',
      'google_compute_network',
      'google_project_iam_member',
    ]) {
      expect([type, isFreeType(type)]).toEqual([type, true]);
    }
  });

  it('takes nothing that is billed for free', () => {
    for (const type of [
      'aws_instance',
      'aws_nat_gateway',
      'aws_vpc_endpoint',
      'aws_iamx',
      'azurerm_public_ip',
      'google_compute_router_nat',
      '',
    ]) {
      expect([type, isFreeType(type)]).toEqual([type, false]);
    }
  });

  it('holds no type that has a model', () => {
    expect(modelledTypes().filter(isFreeType)).toEqual([]);
  });

  it('names each type once', () => {
    expect(freeTypes().length).toBeGreaterThan(500);
    expect(new Set(freeTypes()).size).toBe(freeTypes().length);
  });
});
