import { inTenant, newId, type TenantTransaction } from '@latchkey/db';
import { connectionsInReach, readAuthorizationTicket, readConnection } from '@latchkey/db/management';
import {
  type AuthorizationSessionId,
  type CompletionRefusal,
  completeEmbedded,
  type EndedAuthorization,
  type GrantId,
  type OrganizationId,
} from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { notFound, Problem, type ProblemCode } from '../../../../../errors.js';
import { Connection, toConnection } from '../../../../../wire/connection.js';
import { answers, body, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/authorization-sessions/{id}/complete */
export const completeAuthorizationSession: Route = (api, deps) =>
  api.post(
    '/authorization-sessions/:id/complete',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'completeAuthorizationSession',
        tags: ['connections'],
        summary: 'Complete an embedded authorization',
        description:
          "From your backend, within 60 seconds of the browser's arrival at `completionRedirectUri`, with the verifier from the session of the user whose browser that is. Only now is the provider's code redeemed. A wrong verifier ends the flow: the code came to another user than the one who began.",
        params: Type.Object({ id: Type.String() }),
        body: body({
          completionCode: Type.String({ minLength: 1, maxLength: 200 }),
          completionVerifier: Type.String({ pattern: '^[A-Za-z0-9._~-]{43,128}$' }),
        }),
        response: answers(
          { 200: ref(Connection) },
          'not_found',
          'completion_not_ready',
          'completion_code_wrong',
          'completion_verifier_wrong',
          'completion_expired',
          'completion_used',
          'authorization_ended',
          'client_misconfigured',
          'grant_refused',
          'unavailable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const organizationId = request.apiKey.organizationId as OrganizationId;
      const authorizationSessionId = idFromPath('authorization_session', request.params.id) as AuthorizationSessionId;
      const find = async (tx: TenantTransaction) => {
        const ticket = await readAuthorizationTicket(tx, organizationId, authorizationSessionId);
        const isInReach = ticket && (await connectionsInReach(tx, organizationId, [ticket.connectionId])).size > 0;
        if (!isInReach || ticket.completion !== 'embedded') throw notFound('embedded authorization session');
        return ticket;
      };
      // The request to the provider stays outside the transaction.
      const before = await makeChange<'first' | 'again'>(deps, request, {
        action: 'authorization_session.completion_requested',
        async work(tx) {
          const { connectionId } = await find(tx);
          return { id: authorizationSessionId, result: 'first', details: { connectionId } };
        },
        async repeat(tx) {
          await find(tx);
          return 'again';
        },
      });
      const { completionCode, completionVerifier } = request.body;
      const completed = await completeEmbedded(deps.ports, {
        grantId: newId<GrantId>(),
        ...{ organizationId, authorizationSessionId, completionCode, completionVerifier },
      });
      const outcome = completed.kind === 'refused' ? completed.why : completed.kind;
      request.log.info({ authorizationSessionId, outcome }, 'completion of an embedded authorization');
      // The same request again is told that it succeeded only when it did.
      const isRepeat =
        before === 'again' && outcome === 'used' && (await inTenant(deps.db, request.apiKey, find)).succeeded === 'yes';
      if (completed.kind === 'refused' && !isRepeat) throw new Problem(refusals[completed.why]);
      if (completed.kind === 'failed') throw failure(completed);
      if (completed.kind !== 'succeeded' && !isRepeat) throw new Problem('grant_refused');
      return await inTenant(deps.db, request.apiKey, async (tx) => {
        const { connectionId } = await find(tx);
        const row = await readConnection(tx, organizationId, connectionId);
        if (!row) throw notFound('connection');
        return toConnection(row, deps.callbackPublicUrl);
      });
    },
  );

const refusals: Readonly<Record<CompletionRefusal, ProblemCode>> = {
  // Its ticket is there, so nobody has opened it yet.
  not_found: 'completion_not_ready',
  not_returned: 'completion_not_ready',
  wrong_code: 'completion_code_wrong',
  wrong_verifier: 'completion_verifier_wrong',
  too_late: 'completion_expired',
  used: 'completion_used',
  over: 'authorization_ended',
};

/** The provider did not redeem the code. */
function failure({ error, details }: EndedAuthorization & { readonly kind: 'failed' }): Problem {
  const detail = '`provider` has its words; nothing was connected. The person can begin anew.';
  const members = { error, provider: details };
  if (error === 'client_misconfigured') return new Problem('client_misconfigured', { detail, members });
  if (error === 'provider_unavailable') return new Problem('unavailable', { detail, members, retryAfterSeconds: 5 });
  return new Problem('grant_refused', { detail, members });
}
