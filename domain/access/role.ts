/** VIEWER reads; AUTHOR also edits blueprints; OPERATOR also deploys and approves; ADMIN also manages policies, budgets, channels, members; OWNER everything. */
export const roles = ['VIEWER', 'AUTHOR', 'OPERATOR', 'ADMIN', 'OWNER'] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  'organization:read',
  'organization:write',
  'blueprint:read',
  'blueprint:write',
  'deployment:read',
  'deployment:write',
  'deployment:approve',
  'policy:read',
  'policy:write',
  'cost:read',
  'cost:write',
  'monitoring:read',
  'monitoring:write',
  'state:read',
  'state:write',
  'state:force-unlock',
] as const;
export type Scope = (typeof scopes)[number];

const reading: Scope[] = ['organization:read', 'blueprint:read', 'deployment:read', 'policy:read', 'cost:read', 'monitoring:read'];
const authoring: Scope[] = [...reading, 'blueprint:write'];
const operating: Scope[] = [...authoring, 'deployment:write', 'deployment:approve', 'monitoring:write', 'state:read', 'state:write'];
const administering: Scope[] = [...operating, 'policy:write', 'cost:write', 'organization:write', 'state:force-unlock'];

/** The one table of what a role may do. */
export const roleScopes: Record<Role, ReadonlySet<Scope>> = {
  VIEWER: new Set(reading),
  AUTHOR: new Set(authoring),
  OPERATOR: new Set(operating),
  ADMIN: new Set(administering),
  OWNER: new Set(scopes),
};

/** Orders roles: higher may do more. */
export const roleRank = (role: Role): number => roles.indexOf(role);
