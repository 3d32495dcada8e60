import type { TypeConstraint } from '../domain/catalog/catalog';

const SECRET_WORDS = [
  'password(?:_v4)?|passwords|passwd|passphrase',
  'secret|secret_(?:key|access_key|string|binary|data|text|value|values|token|arguments)',
  '(?:private|privatekey|private_key)(?:_pem|_base64|_content_base64)?_?key|private_key(?:_pem|_base64|_content_base64)?',
  '(?:access|account|shared|shared_access|sas|storage|api|license|preshared|workspace|luis|service|authorization|host|application|instrumentation|validation|extension|function)_key',
  '(?:primary|secondary)(?:_readonly|_access|_shared|_master)?_key|api_key_value|key_string|default_(?:primary|secondary)_key',
  'connection_string(?:_alias|_\\d)?|connection_strings',
  '(?:auth|access|refresh|oauth|sas|api|id|jwt|repository|verification|authorization|grant|validation|tenant)_token',
  'sas_ur[il]|shared_access_signature|credentials|auth_string|kube_config_raw|kube_admin_config_raw|custom_data|plaintext|plain_text|pfx_certificate|pfx_blob',
  '(?:secure|sensitive)_environment_variables|protected_settings|plain_text_value|raw_key',
];
const SECRET_NAME = new RegExp(`(?:^|_)(?:${SECRET_WORDS.join('|')})(?:_wo)?$|^token$`);
/** Names that end like a secret and hold something public: encrypted with another key, or the name of where a secret is kept. */
const PUBLIC_NAME = /^(?:encrypted|random|hash|next|public)_|_secret_id$|^(?:ssh_)?public_/;

/**
 * Whether an attribute's value must not be shown. The bindings do not carry the schema's sensitive flag, so it is taken from
 * the provider's description where that says so and otherwise from the attribute's name: masking one value too many is
 * harmless, showing a password is not.
 */
export function isSensitive(name: string, type: TypeConstraint, doc: string): boolean {
  if (/(?:property|field|value|attribute) is (?:marked (?:as )?)?sensitive/i.test(doc)) return true;
  return type !== 'bool' && type !== 'number' && SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
}
