import { createHash } from 'node:crypto';
import {
  type AuthorizationSessionId,
  completeAuthorization,
  completePasted,
  confirmAccount,
  type Definition,
  declineAccount,
  disconnectConnection,
  type GrantId,
  type Ports,
  readAccessToken,
  reveal,
  revokeDueGrants,
  startAuthorization,
} from '@latchkey/oauth';
import { type ConnectionOptions, type ConnectionRow, type MemoryWorld, memoryWorld } from '@latchkey/oauth/testing';
import { providerByKey } from '../../src/index.js';
import type { Wire } from './wire.js';

export const publicBaseUrl = 'https://latchkey.example';
export const clientSecret = 's3cret';
const region = 'eu';

/** SHA-256 of a browser's cookie. */
export const browserHash = (name = 'ada') => Uint8Array.from(createHash('sha256').update(`cookie of ${name}`).digest());

/** A connection in memory whose provider is on a wire. */
export interface Walk {
  readonly world: MemoryWorld;
  readonly ports: Ports;
  readonly connection: ConnectionRow;
  /** The redirect URI of its config and environment. */
  readonly callbackUrl: string;
  start(): ReturnType<typeof startAuthorization>;
  /** Starts and gives the address to send the browser to; throws when it was not started. */
  authorizationUrl(): Promise<string>;
  /** What the callback door does with the address that the browser was sent back to. */
  back(location: string, browser?: string): ReturnType<typeof completeAuthorization>;
  /** What the wizard does with what a person pasted. */
  paste(pasted: string, browser?: string): ReturnType<typeof completePasted>;
  /** What the wizard does when the person says whose account it is, for the flow that asks. */
  answer(answer: 'confirm' | 'decline', browser?: string): ReturnType<typeof confirmAccount>;
  /** Connects as far as a grant; throws when there is none. */
  connect(wire: Wire): Promise<void>;
  /** A token good for so many seconds, refreshed while the caller waits where it has to be. */
  token(minimumSeconds?: number): ReturnType<typeof readAccessToken>;
  /** The token's text and type; throws when there is none. */
  bearer(minimumSeconds?: number): Promise<{ readonly token: string; readonly header: string }>;
  /** Disconnects and says how the revocation ended. */
  disconnect(): Promise<string | undefined>;
}

/** The catalogue's definition of that key. */
export function definitionOf(key: string): Definition {
  const provider = providerByKey(key);
  if (!provider) throw new Error(`${key} is not in the catalogue`);
  return provider.definition;
}

/** A world with one connection of that definition, whose requests go over the wire. */
export async function walkOf(wire: Wire, options: ConnectionOptions): Promise<Walk> {
  const world = memoryWorld(() => {
    throw new Error('requests go over the wire');
  });
  const ports: Ports = { ...world.ports, transport: wire.transport };
  const connection = await world.addConnection({ clientId: 'client-1', ...options });
  const { organizationId, id: connectionId, environment } = connection;
  const walk: Walk = {
    world,
    ports,
    connection,
    callbackUrl: `${publicBaseUrl}/callback/cfg_${connection.connectionConfigId.replaceAll('-', '')}/${environment}`,
    start: () =>
      startAuthorization(ports, {
        authorizationSessionId: world.newId() as AuthorizationSessionId,
        organizationId,
        connectionId,
        browserHash: browserHash(),
        display: 'popup',
        region,
        publicBaseUrl,
      }),
    async authorizationUrl() {
      const started = await walk.start();
      if (started.kind !== 'started') throw new Error(JSON.stringify(started));
      return started.authorizationUrl;
    },
    back: (location, browser = 'ada') =>
      completeAuthorization(ports, {
        grantId: world.newId() as GrantId,
        connectionConfigId: connection.connectionConfigId,
        environment,
        parameters: [...new URL(location).searchParams],
        browserHashes: [browserHash(browser)],
        region,
      }),
    paste: (pasted, browser = 'ada') =>
      completePasted(ports, {
        grantId: world.newId() as GrantId,
        organizationId,
        connectionId,
        browserHash: browserHash(browser),
        pasted,
      }),
    answer: (answer, browser = 'ada') => {
      const waiting = [...world.database.sessions.values()].find(({ unconfirmed }) => unconfirmed);
      const authorizationSessionId = waiting?.session.id ?? (world.newId() as AuthorizationSessionId);
      const of = { organizationId, connectionId, authorizationSessionId, browserHash: browserHash(browser) };
      return answer === 'confirm' ? confirmAccount(ports, of) : declineAccount(ports, of);
    },
    async connect(consenting) {
      const { location, page } = await consenting.visit(await walk.authorizationUrl());
      if (location === undefined) throw new Error(page);
      const completed = await walk.back(location);
      if (completed.kind !== 'succeeded') throw new Error(JSON.stringify(completed));
    },
    token: (minimumSeconds = 0) => readAccessToken(ports, { organizationId, connectionId, minimumSeconds }),
    async bearer(minimumSeconds) {
      const answer = await walk.token(minimumSeconds);
      if (answer.kind !== 'token') throw new Error(JSON.stringify(answer));
      const token = reveal(answer.token.accessToken);
      return { token, header: `${answer.token.tokenType} ${token}` };
    },
    async disconnect() {
      await disconnectConnection(ports, { organizationId, connectionId });
      let ended: string | undefined;
      const onResult: Parameters<typeof revokeDueGrants>[1]['onResult'] = (_, result) => {
        ended = result.kind === 'ended' ? result.outcome : result.kind;
      };
      await (await revokeDueGrants(ports, { slots: 1, onResult })).settled;
      return ended;
    },
  };
  return walk;
}
