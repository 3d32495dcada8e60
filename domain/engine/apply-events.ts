import type { PlanAction } from './plan-json';

/** What is reported while a plan is applied, in the shape of terraform's -json stream. */
export interface ApplyEvent {
  type: 'apply_start' | 'apply_complete' | 'apply_errored';
  '@level': 'info' | 'error';
  '@message': string;
  hook: {
    resource: { addr: string; resource_type: string; resource_name: string; resource_key: number | string | null; module: '' };
    action: 'create' | 'update' | 'delete' | 'read';
    id_key?: 'id';
    id_value?: string;
  };
}

interface Subject {
  address: string;
  type: string;
  name: string;
  key: number | string | null;
}

const words: Record<ApplyEvent['hook']['action'], [doing: string, done: string, noun: string]> = {
  create: ['Creating', 'Creation', 'creation'],
  update: ['Modifying', 'Modifications', 'modification'],
  delete: ['Destroying', 'Destruction', 'destruction'],
  read: ['Reading', 'Read', 'reading'],
};

export function applyEvent(
  type: ApplyEvent['type'],
  action: Exclude<PlanAction, 'no-op' | 'forget'>,
  { address, type: resourceType, name, key }: Subject,
  id?: string,
): ApplyEvent {
  const [doing, done, noun] = words[action];
  const message =
    type === 'apply_start'
      ? `${address}: ${doing}...`
      : type === 'apply_complete'
        ? `${address}: ${done} complete`
        : `${address}: Error during ${noun}`;
  return {
    type,
    '@level': type === 'apply_errored' ? 'error' : 'info',
    '@message': message,
    hook: {
      resource: { addr: address, resource_type: resourceType, resource_name: name, resource_key: key, module: '' },
      action,
      ...(id === undefined ? {} : { id_key: 'id', id_value: id }),
    },
  };
}
