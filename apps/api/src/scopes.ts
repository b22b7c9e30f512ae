/** What an API key may be allowed; each route names the one that it needs. */
export const scopes = [
  'organization:read',
  'organization:write',
  'keys:read',
  'keys:write',
  'configs:read',
  'configs:write',
  /** Change a client id under live grants, and send saved secrets to a new address. */
  'clients:migrate',
  'customers:read',
  'customers:write',
  'instances:read',
  'instances:write',
  'wizard:write',
  'connections:read',
  'connections:write',
  /** Bind tokens that another system obtained. */
  'connections:import',
  'tokens:read',
  'executions:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
] as const;

export type Scope = (typeof scopes)[number];
