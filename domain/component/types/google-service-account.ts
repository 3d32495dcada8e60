import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { dashed } from './cloud-name';

interface ServiceAccount {
  resources: ResourceSpec[];
  address: string;
  email: string;
  member: string;
}

/**
 * An account for a component, with roles in the project.
 *
 * @param purpose ends its id, e.g. client: an id has 6 to 30 characters
 */
export function serviceAccount(resourceName: string, name: string, purpose: string, roles: readonly string[] = []): ServiceAccount {
  const address = `google_service_account.${resourceName}`;
  const member = ref(`${address}.member`);
  return {
    address,
    email: ref(`${address}.email`),
    member,
    resources: [
      resource('google_service_account', resourceName, {
        account_id: `${dashed(name, 29 - purpose.length)}-${purpose}`,
        display_name: `${name} ${purpose}`.slice(0, 100),
      }),
      ...roles.map((role) =>
        resource('google_project_iam_member', `${resourceName}_${dashed(role.split('/').at(-1)!).replaceAll('-', '_')}`, {
          project: ref(`${address}.project`),
          role,
          member,
        }),
      ),
    ],
  };
}
