import type { ResourceSpec } from '../../blueprint/content';
import { resource } from '../component-type';

/** The availability zones of the region, without local and wavelength zones. */
export const zonesOfRegion: ResourceSpec = resource('aws_availability_zones', 'available', {
  state: 'available',
  filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
});

/** A list: the names of these zones. */
export const zoneNames = 'data.aws_availability_zones.available.names';

/** The zone of each of several subnets. Where a region has fewer, AWS chooses. */
export const zoneOfEach = `try(${zoneNames}[count.index], null)`;
