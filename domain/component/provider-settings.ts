import { providerNames, type CloudProvider, type ProviderConfigurationSpec } from '../blueprint/content';
import type { JsonObject } from '../json';

/**
 * The provider configurations with what lowered components need of the default ones. What the design itself says about an
 * attribute stays.
 */
export function withProviderSettings(
  configurations: readonly ProviderConfigurationSpec[],
  needed: readonly { provider: CloudProvider; settings: JsonObject }[],
): ProviderConfigurationSpec[] {
  return needed.reduce<ProviderConfigurationSpec[]>(
    (all, { provider, settings }) => {
      const name = providerNames[provider];
      const isDefault = (one: ProviderConfigurationSpec): boolean => one.name === name && one.alias === null;
      return all.some(isDefault)
        ? all.map((one) => (isDefault(one) ? { ...one, attributes: { ...settings, ...one.attributes } } : one))
        : [...all, { name, alias: null, attributes: settings }];
    },
    [...configurations],
  );
}
