import DataLoader from 'dataloader';
import type { LoginLimits } from '#domain/access/login-limit';
import type { CallContext } from '#platform/context-token';
import { inOrder } from '#platform/loader';
import type { AccessTokens } from './access-tokens';
import type { Passwords } from './passwords';
import type { MembershipRecord } from './store/membership';
import type { OrganizationRecord } from './store/organization';
import type { Store } from './store/store';
import type { UserRecord } from './store/user';

/** What lives as long as the process. */
export interface Services {
  store: Store;
  passwords: Passwords;
  accessTokens: AccessTokens;
  loginLimits: LoginLimits;
  now: () => Date;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    users: DataLoader<string, UserRecord | undefined>;
    organizations: DataLoader<string, OrganizationRecord | undefined>;
    memberships: DataLoader<string, MembershipRecord[]>;
  };
}

export function createContext(services: Services, call: CallContext): Context {
  const { store } = services;
  return {
    ...services,
    ...call,
    loaders: {
      users: new DataLoader(async (ids) => inOrder(ids, await store.users.byIds(ids))),
      organizations: new DataLoader(async (ids) => inOrder(ids, await store.organizations.byIds(ids))),
      memberships: new DataLoader(async (userIds) => {
        const all = await store.memberships.ofUsers(userIds);
        return userIds.map((userId) => all.filter((one) => one.userId === userId));
      }),
    },
  };
}
