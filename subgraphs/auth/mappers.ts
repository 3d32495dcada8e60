import type { SessionTokens } from './services/session';
import type { MembershipRecord } from './store/membership';
import type { OrganizationRecord } from './store/organization';
import type { SessionRecord } from './store/session';
import type { UserRecord } from './store/user';
import type { Connection } from '#platform/page';

export type UserMapper = UserRecord;
export type OrganizationMapper = OrganizationRecord;
export type MembershipMapper = MembershipRecord;
export type MembershipConnectionMapper = Connection<MembershipRecord>;
export type LoginSessionMapper = SessionRecord;
export type SessionMapper = SessionTokens;
