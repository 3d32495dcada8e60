import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';

/** The project that Terraform works in. */
export const googleProject: ResourceSpec = resource('google_project', 'current', {});

/** Its id, out of "projects/<id>": the data source's own project_id says what was asked for, and here nothing is. */
export const projectId = ref('trimprefix(data.google_project.current.id, "projects/")');

/** The account that a service of Google acts as in the project, as an IAM member, e.g. of gcp-sa-pubsub. */
export const serviceAgent = (service: string): string =>
  `serviceAccount:service-${ref('data.google_project.current.number')}@${service}.iam.gserviceaccount.com`;

/** Lets a service of Google use a key that a component was given. */
export const keyUse = (name: string, keyId: string, service: string): ResourceSpec =>
  resource('google_kms_crypto_key_iam_member', name, {
    crypto_key_id: keyId,
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    member: serviceAgent(service),
  });
