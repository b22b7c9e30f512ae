import { createHash } from 'node:crypto';
import { startAuthorization } from '../src/authorize/start-authorization.js';
import { completeAuthorization } from '../src/callback/complete-authorization.js';
import type { Claim } from '../src/connection/grant.js';
import type { AuthorizationSessionId, GrantId } from '../src/ids.js';
import type { Ports } from '../src/ports.js';
import { reveal } from '../src/secret.js';
import { parseTokenSet } from '../src/token/token-set.js';
import {
  type ConnectionOptions,
  type ConnectionRow,
  type MemoryAuthorizationServer,
  type MemoryWorld,
  memoryAuthorizationServer,
  memoryWorld,
} from '../testing/index.js';

export const region = 'eu';
/** SHA-256 of a browser's cookie. */
export const browser = (name = 'ada'): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(`cookie of ${name}`).digest());

/** A world with the scripted authorization server as its only remote. */
export function worldWithServer(
  options: Parameters<typeof memoryWorld>[1] = {},
  serverOptions: Parameters<typeof memoryAuthorizationServer>[0] = {},
): { readonly world: MemoryWorld; readonly server: MemoryAuthorizationServer } {
  const server = memoryAuthorizationServer(serverOptions);
  return { world: memoryWorld(server.handler, options), server };
}

/** Starts as the callback door does. */
export async function start(
  world: MemoryWorld,
  connection: ConnectionRow,
  change: Partial<Parameters<typeof startAuthorization>[1]> = {},
) {
  return await startAuthorization(world.ports, {
    authorizationSessionId: world.newId() as AuthorizationSessionId,
    organizationId: connection.organizationId,
    connectionId: connection.id,
    browserHash: browser(),
    display: 'popup',
    region,
    publicBaseUrl: 'https://latchkey.example',
    actor: 'Ada',
    ...change,
  });
}

/** The state of a flow that was started. */
export async function startedState(world: MemoryWorld, connection: ConnectionRow): Promise<string> {
  const started = await start(world, connection);
  if (started.kind !== 'started') throw new Error(`not started but ${started.kind}`);
  return new URL(started.authorizationUrl).searchParams.get('state') ?? '';
}

/** Completes as the callback door does: with the config and environment of its URL. */
export async function complete(
  world: MemoryWorld,
  connection: ConnectionRow,
  parameters: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  change: Partial<Parameters<typeof completeAuthorization>[1]> & { readonly ports?: Ports } = {},
) {
  const { ports = world.ports, ...input } = change;
  return await completeAuthorization(ports, {
    grantId: world.newId() as GrantId,
    connectionConfigId: connection.connectionConfigId,
    environment: connection.environment,
    parameters: Array.isArray(parameters) ? parameters : Object.entries(parameters),
    browserHashes: [browser('somebody else'), browser()],
    region,
    ...input,
  });
}

/** Walks a new connection to its grant, through the engine's own flows. */
export async function connected(
  world: MemoryWorld,
  server: MemoryAuthorizationServer,
  options: ConnectionOptions & { readonly existing?: ConnectionRow } = {},
) {
  const connection = options.existing ?? (await world.addConnection(options));
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  const completed = await complete(world, connection, { code, state });
  if (completed.kind !== 'succeeded') throw new Error(`not connected but ${JSON.stringify(completed)}`);
  const grant = world.database.grants.get(connection.grantId ?? '');
  if (!grant) throw new Error('no grant is held');
  return { connection, family, grant };
}

/** The claim on what is due; throws when there is not exactly one. */
export async function claimOnly(ports: Ports): Promise<Claim> {
  const { holder, times } = ports;
  const claims = await ports.grants.claimDue({ holder, times, limit: 10, takeover: 'allowed' });
  const [claim] = claims;
  if (!claim || claims.length > 1) throw new Error(`${claims.length} claims`);
  return claim;
}

/** The tokens as they are sealed in a grant. */
export async function sealedTokens(world: MemoryWorld, grantId: string) {
  const grant = world.database.grants.get(grantId);
  if (!grant?.tokenSet) throw new Error('no tokens are kept');
  const { organizationId } = grant;
  const purpose = { organizationId, row: grantId, field: 'grant_token.token_set' } as const;
  const tokens = parseTokenSet(await world.vault.open(purpose, grant.tokenSet));
  return {
    access: reveal(tokens.accessToken),
    refresh: tokens.refreshToken ? reveal(tokens.refreshToken) : undefined,
  };
}

/** Runs work that sleeps on simulated time, moving time on until it is done. Throws when it hangs. */
export async function passing<Result>(world: MemoryWorld, work: Promise<Result>, stepMs = 100): Promise<Result> {
  let done = false;
  const watched = work.finally(() => {
    done = true;
  });
  watched.catch(() => undefined);
  for (let steps = 0; !done; steps++) {
    if (steps > 20_000) throw new Error('it never ends');
    await world.clock.advance(stepMs);
  }
  return await watched;
}
