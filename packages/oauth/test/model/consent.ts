import type { AuthorizationSessionId, GrantId } from '../../src/ids.js';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import type { Definition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import { serializeTokenSet } from '../../src/token/token-set.js';
import type { ConnectionRow, Family, GrantRow, MemoryAuthorizationServer, MemoryWorld } from '../../testing/index.js';

/**
 * A consent whose grant is stored at once, due after three quarters of its life; what can go wrong in that is the
 * business of other tests. Nothing in it waits for more than its turn.
 */
export async function consent(
  world: MemoryWorld,
  server: MemoryAuthorizationServer,
  row: ConnectionRow,
  expiresInSeconds: number,
): Promise<{ readonly grant: GrantRow; readonly family: Family }> {
  const resolved = resolvedOnce(row.definition);
  const client = world.database.clients.get(row.clientRowId ?? '');
  if (resolved.kind === 'refused' || !client) throw new Error('the connection cannot be connected');
  const { family } = server.authorize();
  const grantId = world.newId() as GrantId;
  const { organizationId, id: connectionId } = row;
  const tokens = {
    accessToken: secret(`at-${family.name}-0`),
    refreshToken: secret(family.current),
    tokenType: 'Bearer',
    members: secret('{}'),
  };
  const purpose = { organizationId, row: grantId, field: 'grant_token.token_set' } as const;
  const tokenSet = await world.vault.seal(purpose, serializeTokenSet(tokens));
  const dueInMs = expiresInSeconds * 750;
  await world.ports.grants.create(
    {
      ...{ grantId, organizationId, connectionId, requestedScopes: [], context: {} },
      authorizationSessionId: world.newId() as AuthorizationSessionId,
      terms: {
        server: resolved.server,
        clientRowId: client.rowId,
        clientId: client.clientId,
        redirectUri: 'https://latchkey.example/callback',
        definitionVersion: 'version-1',
      },
      tokens: { tokenSet, hasRefreshToken: 'yes', expiresInSeconds, elapsedMs: 0, dueInMs },
    },
    { kind: 'connected' },
  );
  const grant = world.database.grants.get(grantId);
  if (!grant) throw new Error('the grant was not stored');
  return { grant, family };
}

const resolutions = new Map<Definition, ReturnType<typeof resolveAuthorizationServer>>();

/** Definitions do not change while they are consented to thousands of times. */
function resolvedOnce(definition: Definition) {
  const resolved = resolutions.get(definition) ?? resolveAuthorizationServer(definition, {});
  resolutions.set(definition, resolved);
  return resolved;
}
