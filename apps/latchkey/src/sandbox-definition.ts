import type { Definition } from '@latchkey/oauth';

/** The sandbox provider as data, for the connection config that `npm start` seeds. */
export function sandboxDefinition(issuer: string): Definition {
  return {
    name: 'Sandbox Books',
    issuer,
    authorize: { url: `${issuer}/authorize`, iss: 'required' },
    token: { url: `${issuer}/token`, clientAuthentication: 'client_secret_basic' },
    revoke: { url: `${issuer}/revoke` },
    scopes: sandboxScopes,
    account: { idTokenClaim: 'email' },
  };
}

const sandboxScopes = [
  { scope: 'openid', label: 'Know who you are', need: 'required' },
  { scope: 'books.read', label: 'See your books', need: 'required' },
  { scope: 'books.write', label: 'Change your books', need: 'optional' },
  { scope: 'offline_access', label: 'Stay connected', need: 'required' },
] as const;

/** What the seeded connection config asks for. */
export const sandboxScopeNames: readonly string[] = sandboxScopes.map(({ scope }) => scope);
