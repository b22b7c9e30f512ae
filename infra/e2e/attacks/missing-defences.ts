import {
  type AuthorizationSessionsPort,
  type Definition,
  type NewGrant,
  type Ports,
  serverSegmentOf,
} from '@latchkey/oauth';
import type { Composition } from './composition.js';
import type { World } from './world.js';

// Defences that several attacks run into, each taken away from a composition of the tests' own.

type ConsumeInput = Parameters<AuthorizationSessionsPort['consume']>[0];

interface SessionColumns {
  readonly browser_hash: Uint8Array;
  readonly connection_config_id: ConsumeInput['connectionConfigId'];
  readonly environment: string;
  readonly redirect_uri: string;
}

/** With another way of consuming an authorization session. */
export function consuming(
  consume: (input: ConsumeInput, real: AuthorizationSessionsPort) => ReturnType<AuthorizationSessionsPort['consume']>,
): Composition {
  return {
    ports: ({ authorizationSessions: real }) => ({
      authorizationSessions: { ...real, consume: (input) => consume(input, real) },
    }),
  };
}

async function sessionOf(world: World, { stateHash }: ConsumeInput): Promise<SessionColumns | undefined> {
  const [row] = await world.query<SessionColumns>(
    `SELECT browser_hash, connection_config_id, environment, terms ->> 'redirectUri' AS redirect_uri
     FROM authorization_session WHERE state_hash = $1`,
    [Buffer.from(stateHash)],
  );
  return row;
}

/** A response is taken in whatever browser it arrives: state, or the reference of a parked one, alone decides. */
export function inAnyBrowser(world: World): Composition {
  return {
    ports: ({ authorizationSessions, parkedResponses }) => ({
      authorizationSessions: {
        ...authorizationSessions,
        async consume(input) {
          const session = await sessionOf(world, input);
          return await authorizationSessions.consume(
            session ? { ...input, browserHashes: [session.browser_hash] } : input,
          );
        },
      },
      parkedResponses: {
        ...parkedResponses,
        async consume(input) {
          const rows = await world.query<Pick<SessionColumns, 'browser_hash'>>(
            'SELECT browser_hash FROM authorization_session WHERE reference_hash = $1',
            [Buffer.from(input.referenceHash)],
          );
          return await parkedResponses.consume({ ...input, browserHashes: rows.map((row) => row.browser_hash) });
        },
      },
    }),
  };
}

/** A response is taken at whatever redirect URI it arrives, as if all configs and servers had the same. */
export function atAnyRedirectUri(world: World): Composition {
  return consuming(async (input, real) => {
    const session = await sessionOf(world, input);
    if (!session) return await real.consume(input);
    const { connection_config_id: connectionConfigId, environment } = session;
    const serverSegment = serverSegmentOf(session.redirect_uri);
    return await real.consume({ ...input, connectionConfigId, environment, serverSegment });
  });
}

/** A state is good for as many responses as come. */
export function anyNumberOfTimes(world: World): Composition {
  return consuming(async (input, real) => {
    await world.query(
      `UPDATE authorization_session SET consumed_at = NULL, outcome = NULL, unconfirmed_grant_id = NULL, confirm_by = NULL
       WHERE state_hash = $1`,
      [Buffer.from(input.stateHash)],
    );
    return await real.consume(input);
  });
}

/** With definitions changed on their way to a new sign-in. */
export function startingWith(
  change: (definition: Definition, inputs: Readonly<Record<string, string>>) => Definition,
): Composition {
  return {
    ports: ({ connections: real }) => ({
      connections: {
        ...real,
        async findToAuthorize(organizationId, connectionId) {
          const found = await real.findToAuthorize(organizationId, connectionId);
          return found && { ...found, definition: change(found.definition, found.inputs) };
        },
      },
    }),
  };
}

/** No code is bound to the flow that it was asked for by. */
export const withoutPkce: Composition = startingWith((definition) => ({
  ...definition,
  ...(definition.authorize && { authorize: { ...definition.authorize, pkce: 'none', pkceReason: 'an attack' } }),
}));

/** What came without state, or was pasted, is the connection's at once: nobody is asked whose account it is. */
export const withoutConfirmation: Composition = {
  ports: ({ confirmations, grants }) => ({
    confirmations: { ...confirmations, create: (grant, { details }) => connectAtOnce(grants, grant, details) },
  }),
};

/** As a flow does that needs no confirmation. */
export async function connectAtOnce(
  grants: Ports['grants'],
  grant: NewGrant,
  details: Readonly<Record<string, string>>,
): Promise<'kept'> {
  await grants.create(grant, { kind: 'connected', details });
  return 'kept';
}
