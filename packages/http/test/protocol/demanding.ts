import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AuthorizationSessionId,
  type Client,
  type ClientRowId,
  completeAuthorization,
  type Definition,
  type GrantId,
  type OrganizationId,
  type Ports,
  parseTokenSet,
  reveal,
  secret,
  startAuthorization,
  validateDefinition,
} from '@latchkey/oauth';
import { type ConnectionRow, type MemoryWorld, memoryWorld } from '@latchkey/oauth/testing';
import { type DemandingProvider, startDemandingProvider, walkConsent } from '@latchkey/sandbox';
import type { Test } from 'tap';
import { createEgressGuard, createTransport } from '../../src/index.js';

export type Configure = Parameters<typeof startDemandingProvider>[0];

/** What connecting needs: the engine on its memory ports, with the real clock and the real transport. */
export interface Place {
  readonly provider: DemandingProvider;
  readonly world: MemoryWorld;
  readonly ports: Ports;
}

export const redirectUri = 'https://latchkey.example/callback/here';
/** What every client of these tests has at the provider. */
export const clientMetadata = {
  client_id: 'latchkey',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code' as const],
  scope: 'openid offline_access',
};
const browserHash = Uint8Array.from(createHash('sha256').update('a cookie').digest());

/** A provider that demands what `configure` says, and the engine before it. */
export async function placeBefore(
  t: Test,
  configure: Configure,
  where: NonNullable<Parameters<typeof startDemandingProvider>[1]> = {},
): Promise<Place> {
  const provider = await startDemandingProvider(configure, where);
  t.teardown(() => provider.close());
  const transport = createTransport({
    guard: createEgressGuard({ loopback: 'development', baseUrls: [] }),
    userAgent: 'latchkey-test',
  });
  t.teardown(() => transport.close());
  const world = memoryWorld(() => ({ status: 500, body: '' }));
  const clock = {
    monotonic: () => performance.now(),
    epochMs: () => Date.now(),
    sleep: async (ms: number) => {
      await sleep(ms);
    },
  };
  const random = { bytes: (count: number) => Uint8Array.from(randomBytes(count)) };
  return { provider, world, ports: { ...world.ports, transport, clock, random } };
}

/** The plain definition of an `oidc-provider`, which must be valid. */
export function definitionOf(provider: DemandingProvider, change: Partial<Definition> = {}): Definition {
  const { issuer } = provider;
  const validated = validateDefinition({
    name: 'Demanding',
    issuer,
    authorize: { url: `${issuer}/auth`, iss: 'required', parameters: { prompt: 'consent' } },
    callback: { redirectUri },
    token: { url: `${issuer}/token` },
    ...change,
  });
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  return validated.definition;
}

/** A connection of this definition, with the client secret sealed as a config keeps it. */
export async function addConnection(
  { world }: Place,
  definition: Definition,
  clientSecret: string | undefined,
): Promise<ConnectionRow> {
  const organizationId = world.newId() as OrganizationId;
  const rowId = world.newId();
  const purpose = { organizationId, row: rowId, field: 'client_secret.value' } as const;
  const client: Client = {
    rowId: world.newId() as ClientRowId,
    clientId: clientMetadata.client_id,
    secrets:
      clientSecret === undefined ? [] : [{ rowId, value: await world.vault.seal(purpose, secret(clientSecret)) }],
  };
  return await world.addConnection({ organizationId, definition, client, scopes: ['openid', 'offline_access'] });
}

export async function start({ world, ports }: Place, connection: ConnectionRow) {
  return await startAuthorization(ports, {
    authorizationSessionId: world.newId() as AuthorizationSessionId,
    organizationId: connection.organizationId,
    connectionId: connection.id,
    browserHash,
    display: 'page',
    region: 'eu',
    publicBaseUrl: 'https://latchkey.example',
  });
}

/** From Connect to the grant; answers the URL that the browser was sent to and where it came back. */
export async function connect(place: Place, connection: ConnectionRow) {
  const started = await start(place, connection);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const back = await walkConsent(started.authorizationUrl, { email: 'ada@example.com', decision: 'allow' });
  const completed = await completeAuthorization(place.ports, {
    grantId: place.world.newId() as GrantId,
    connectionConfigId: connection.connectionConfigId,
    environment: connection.environment,
    parameters: [...back.searchParams],
    browserHashes: [browserHash],
    region: 'eu',
  });
  return { completed, authorizationUrl: new URL(started.authorizationUrl), back };
}

/** The tokens that a connection holds. */
export async function tokensOf({ world }: Place, connection: ConnectionRow) {
  const grant = world.database.grants.get(connection.grantId ?? '');
  if (!grant?.tokenSet) throw new Error('no tokens are kept');
  const purpose = { organizationId: grant.organizationId, row: grant.id, field: 'grant_token.token_set' } as const;
  const { accessToken, refreshToken } = parseTokenSet(await world.vault.open(purpose, grant.tokenSet));
  return { access: reveal(accessToken), refresh: refreshToken ? reveal(refreshToken) : undefined, grant };
}
