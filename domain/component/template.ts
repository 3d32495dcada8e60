import {
  emptyContent,
  type BlueprintContent,
  type CloudProvider,
  type ComponentSpec,
  type OutputSpec,
  type VariableSpec,
} from '../blueprint/content';
import type { Json, JsonObject } from '../json';

/** A complete design to start from: valid, and without a grave finding of the guardrails. */
export interface DesignTemplate {
  /** Lower-case words with dashes, unique. */
  slug: string;
  title: string;
  description: string;
  /** The cloud that it is written for. One that is made of components alone can be switched to another. */
  provider: CloudProvider;
  content: BlueprintContent;
}

/** Whether a template is made of portable components alone, so that it may be switched to another cloud. */
export const isPortable = ({ content }: DesignTemplate): boolean =>
  content.resources.length === 0 &&
  content.dataSources.length === 0 &&
  content.moduleCalls.length === 0 &&
  content.providerConfigurations.length === 0 &&
  content.components.every(({ provider }) => provider === null);

export const component = (type: string, name: string, properties: JsonObject = {}): ComponentSpec => ({
  name,
  type,
  provider: null,
  properties,
});

/** A variable with a default, so that the design plans as it stands. */
export const variable = (name: string, fallback: Json, description: string, type = 'string'): VariableSpec => ({
  name,
  type,
  default: fallback,
  description,
  sensitive: false,
});

/** An output of an output of a component. */
export const output = (name: string, expression: string, description: string): OutputSpec => ({
  name,
  value: `\${${expression}}`,
  description,
  sensitive: false,
});

export const content = (provider: CloudProvider, region: string, parts: Partial<BlueprintContent>): BlueprintContent => ({
  ...emptyContent(provider, region),
  ...parts,
});

/** Where a component that is in the network's private subnets is. */
export const inNetwork: JsonObject = {
  network_id: '${component.net.id}',
  subnet_ids: '${component.net.private_subnet_ids}',
};

/** Who is told by the alarms. */
export const emailVariable = variable('alarm_email', 'operations@example.com', 'Who is told when an alarm goes off.');

export const domainVariable = variable(
  'domain',
  'example.com',
  'The domain that the design is served under; its name servers must be told to the registrar.',
);

export const imageVariable = (what: string): VariableSpec =>
  variable('image', 'ghcr.io/example/app:1.0.0', `The container image of ${what}, with registry and tag.`);

/** An alarm on a component, for the address of emailVariable. */
export const alarmOn = (watched: string, watch: string, more: JsonObject = {}): ComponentSpec =>
  component('alarm', `${watched}_alarm`, {
    watch,
    target_id: `\${component.${watched}.id}`,
    target_name: `\${component.${watched}.name}`,
    notify_emails: ['${var.alarm_email}'],
    ...more,
  });

/** What a workload is let into: [name of the component, its type, access]. */
export const accessOf = (workload: string, grants: readonly (readonly [name: string, kind: string, access: string])[]): ComponentSpec =>
  component('identity-role', `${workload}_access`, {
    identity: `\${component.${workload}.identity}`,
    grants: grants.map(([name, kind, access]) => ({ kind, access, target_id: `\${component.${name}.id}` })),
  });
