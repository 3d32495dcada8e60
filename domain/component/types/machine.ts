import type { JsonObject } from '../../json';
import type { PropertySchema } from '../component-type';

/** What a size means on each cloud: about as many processors and as much memory. */
const machineSizes = {
  small: { aws: 't3.small', azure: 'Standard_B2ls_v2', google: 'e2-small' },
  medium: { aws: 'm6i.large', azure: 'Standard_D2s_v5', google: 'e2-standard-2' },
  large: { aws: 'm6i.xlarge', azure: 'Standard_D4s_v5', google: 'e2-standard-4' },
  xlarge: { aws: 'm6i.2xlarge', azure: 'Standard_D8s_v5', google: 'e2-standard-8' },
} as const;

type Cloud = 'aws' | 'azure' | 'google';

/** The machine type that each size means on a cloud. */
export const machineTypes = (cloud: Cloud): Record<string, string> =>
  Object.fromEntries(Object.entries(machineSizes).map(([size, types]) => [size, types[cloud]]));

interface MachineImage {
  /** Public parameter with the id of the newest image. */
  awsParameter: string;
  azure: JsonObject;
  google: string;
}

const ubuntu = (release: string, azure: JsonObject): MachineImage => ({
  awsParameter: `/aws/service/canonical/ubuntu/server/${release}/stable/current/amd64/hvm/ebs-${release === '22.04' ? 'gp2' : 'gp3'}/ami-id`,
  azure: { publisher: 'Canonical', version: 'latest', ...azure },
  google: release === '24.04' ? 'ubuntu-os-cloud/ubuntu-2404-lts-amd64' : 'ubuntu-os-cloud/ubuntu-2204-lts',
});

const machineImages = {
  'ubuntu-24.04': ubuntu('24.04', { offer: 'ubuntu-24_04-lts', sku: 'server' }),
  'ubuntu-22.04': ubuntu('22.04', { offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' }),
};

export const machineImage = (properties: JsonObject): MachineImage => machineImages[properties['image'] as keyof typeof machineImages];

/** What one machine and a group of them are alike in. */
export const machineProperties: Record<string, PropertySchema> = {
  firewall_id: { type: 'string', description: 'Id of the firewall that guards it, e.g. ${component.guard.id}.' },
  size: {
    type: 'string',
    description: 'Processors and memory: small is 2 and 2 to 4 GB, medium 2 and 8 GB, large 4 and 16 GB, xlarge 8 and 32 GB.',
    enum: Object.keys(machineSizes),
    default: 'small',
  },
  image: {
    type: 'string',
    literal: true,
    description: 'The operating system, for x86-64.',
    enum: Object.keys(machineImages),
    default: 'ubuntu-24.04',
  },
  disk_gb: { type: 'integer', description: 'Size of the encrypted system disk in GB.', default: 30, minimum: 30, maximum: 2048 },
  startup_script: {
    type: 'string',
    description:
      'A script, starting with #!, that runs when a machine first starts (on Google Cloud: at each start). It must hold no secrets.',
    maxLength: 12000,
  },
};
