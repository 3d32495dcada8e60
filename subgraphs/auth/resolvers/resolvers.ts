import { notAvailableYet } from '#platform/denial';
import { DateTimeScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { LoginSession } from './LoginSession';
import { Membership } from './Membership';
import { login } from './Mutation/login';
import { logout } from './Mutation/logout';
import { refreshSession } from './Mutation/refreshSession';
import { signUp } from './Mutation/signUp';
import { Organization } from './Organization';
import { me } from './Query/me';
import { organization } from './Query/organization';
import { viewer } from './Query/viewer';
import { User } from './User';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  Query: { me, viewer, organization },
  Mutation: {
    signUp,
    login,
    refreshSession,
    logout,
    changePassword: notAvailableYet,
    createOrganization: notAvailableYet,
    inviteMember: notAvailableYet,
    acceptInvitation: notAvailableYet,
    setMemberRole: notAvailableYet,
    removeMember: notAvailableYet,
    createApiToken: notAvailableYet,
    revokeApiToken: notAvailableYet,
  },
  User,
  Organization,
  Membership,
  LoginSession,
};
