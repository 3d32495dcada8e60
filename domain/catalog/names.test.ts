import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, nearestName } from './nearest';
import { isRegion, regions } from './regions';
import { searchNames } from './search';

describe('the nearest name', () => {
  it('is found over a typing error', () => {
    expect(nearestName('aws_instnace', ['aws_vpc', 'aws_instance', 'aws_instances'])).toBe('aws_instance');
    expect(nearestName('cidr_blok', ['cidr_block', 'ipv6_cidr_block'])).toBe('cidr_block');
  });

  it('is null when nothing is near', () => {
    expect(nearestName('abc', ['xyz', 'completely_other'])).toBeNull();
    expect(nearestName('', ['abc'])).toBeNull();
  });

  it('measures the same both ways, and zero only for equal names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 8 });
    fc.assert(
      fc.property(name, name, fc.nat(8), (a, b, bound) => {
        const distance = editDistance(a, b, bound);
        expect(distance).toBe(editDistance(b, a, bound));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBe(Math.min(editDistance(a, b, 20), bound + 1));
      }),
    );
  });
});

describe('search', () => {
  const names = ['aws_db_instance', 'aws_instance', 'aws_rds_cluster', 'aws_s3_bucket', 'aws_s3_bucket_policy', 'google_compute_instance'];

  it('puts the exact name first, then what starts with it', () => {
    expect(searchNames(names, 'aws_s3_bucket')).toEqual(['aws_s3_bucket', 'aws_s3_bucket_policy']);
  });

  it('finds words in any order', () => {
    expect(searchNames(names, 'instance db')).toEqual(['aws_db_instance']);
    expect(searchNames(names, 'Compute Inst')).toEqual(['google_compute_instance']);
  });

  it('forgives typing errors where nothing else is found', () => {
    expect(searchNames(names, 'buckt')).toEqual(['aws_s3_bucket', 'aws_s3_bucket_policy']);
    expect(searchNames(names, 'instnace')).toContain('aws_instance');
  });

  it('gives all names for an empty search and none for nonsense', () => {
    expect(searchNames(names, '  ')).toEqual(names);
    expect(searchNames(names, 'qqqqqq')).toEqual([]);
  });
});

describe('regions', () => {
  it('are listed once, with a name', () => {
    for (const list of Object.values(regions)) {
      expect(new Set(list.map((region) => region.id)).size).toBe(list.length);
      expect(list.every((region) => region.name !== '' && /^[a-z0-9-]+$/.test(region.id))).toBe(true);
    }
  });

  it('are known by id, and in Azure by display name', () => {
    expect(isRegion('AWS', 'eu-central-1')).toBe(true);
    expect(isRegion('AWS', 'eu-central-9')).toBe(false);
    expect(isRegion('AZURE', 'West Europe')).toBe(true);
    expect(isRegion('GCP', 'europe-west4')).toBe(true);
    expect(isRegion('GCP', 'eu-central-1')).toBe(false);
  });
});
