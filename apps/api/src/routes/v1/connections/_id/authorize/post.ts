import type { TenantTransaction } from '@latchkey/db';
import { createAuthorizationTicket } from '@latchkey/db/management';
import {
  type Completion,
  type ConnectionId,
  type ConnectionToAuthorize,
  formatId,
  type OrganizationId,
  randomToken,
  sha256,
} from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { notFound, Problem, unprocessable } from '../../../../../errors.js';
import { assertConnectionInReach } from '../../../../../key-reach.js';
import { StartedAuthorization } from '../../../../../wire/authorization-session.js';
import { answers, body, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** An embedded flow is begun by a page that waits for it; a link is read when its receiver finds the time. */
const ticketSeconds = { embedded: 5 * 60, link: 24 * 60 * 60 } as const;

const Body = body({
  completionChallenge: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{43}$',
      description:
        'With `completion: "embedded"`, required: BASE64URL(SHA256(verifier)) of a random verifier (RFC 7636) that your backend keeps in the session of its own user, and nowhere else.',
    }),
  ),
  requestedBy: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 200, pattern: '\\S' },
      description: 'With `completion: "link"`, required: who asks, as the person who opens the link knows them.',
      examples: ['Alex Placeholder, alex@acme.example'],
    }),
  ),
  lang: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', examples: ['en'] })),
});

/** POST /v1/connections/{id}/authorize */
export const authorizeConnection: Route = (api, deps) =>
  api.post(
    '/connections/:id/authorize',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'authorizeConnection',
        tags: ['connections'],
        summary: 'Begin an authorization outside of the wizard',
        description:
          'For connection configs whose `completion` is `embedded` or `link`. Send one browser to `authorizationUrl`, which works once. Embedded (5 minutes): after consent the browser comes to your `completionRedirectUri` with `authorizationSessionId` and `completionCode`; call `complete` with them and your verifier within 60 seconds. Link (24 hours): whoever opens it confirms on our pages before and after consent; weaker, because it rests on their attention.',
        params: Type.Object({ id: Type.String() }),
        body: Body,
        response: answers(
          { 201: ref(StartedAuthorization) },
          'not_found',
          'finished_in_wizard',
          'unprocessable',
          'idempotent_repeat_of_secret',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const connectionId = idFromPath('connection', request.params.id);
      await assertConnectionInReach(deps, request.apiKey, connectionId);
      const found = await deps.ports.connections.findToAuthorize(
        organizationId as OrganizationId,
        connectionId as ConnectionId,
      );
      if (!found) throw notFound('connection');
      const completion = completionOf(found, request.body);
      const { requestedBy, lang } = request.body;
      const ticket = randomToken(deps.ports.random, 32);
      const ticketHash = await sha256(ticket);
      const session = await makeChange(deps, request, {
        action: 'authorization_session.requested',
        repeat: 'secret',
        async work(tx: TenantTransaction) {
          const row = await createAuthorizationTicket(tx, organizationId, {
            ...{ connectionId, completion, ticketHash, ticketSeconds: ticketSeconds[completion.kind] },
            ...(requestedBy === undefined ? {} : { requestedBy }),
            ...(lang === undefined ? {} : { lang }),
          });
          return { id: row.id, result: row, details: { connectionId, completion: completion.kind } };
        },
      });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({
          authorizationSessionId: formatId('authorization_session', session.id),
          authorizationUrl: `${deps.wizardPublicUrl ?? deps.callbackPublicUrl}/start/${ticket}`,
          expiresAt: session.expiresAt.toISOString(),
        });
    },
  );

/** The way to finish that the config says, with what it needs and nothing else. */
function completionOf(
  { completion, client, environment }: ConnectionToAuthorize,
  given: Static<typeof Body>,
): Completion {
  if (completion === 'wizard') throw new Problem('finished_in_wizard');
  if (!client)
    throw unprocessable(`environments.${environment}.clientId`, 'is missing: give the connection client credentials');
  const { completionChallenge, requestedBy } = given;
  if (completion === 'link') {
    if (completionChallenge !== undefined)
      throw unprocessable('completionChallenge', 'is for completion embedded: the connection config says link');
    if (requestedBy === undefined) throw unprocessable('requestedBy', 'is required: the connection config says link');
    return { kind: 'link' };
  }
  if (requestedBy !== undefined)
    throw unprocessable('requestedBy', 'is for completion link: the connection config says embedded');
  if (completionChallenge === undefined)
    throw unprocessable('completionChallenge', 'is required: the connection config says embedded');
  return { kind: 'embedded', challenge: completionChallenge };
}
