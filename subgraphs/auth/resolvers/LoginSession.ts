import type { LoginSessionResolvers } from '../generated/resolvers';

export const LoginSession: LoginSessionResolvers = {
  current: (session, _args, ctx) => session.id === ctx.viewer.sessionId,
};
