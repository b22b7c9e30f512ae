import { readInputs } from '@latchkey/db/management';
import { type ConnectionId, type OrganizationId, type ProbedAccess, probeAccessToken } from '@latchkey/oauth';
import { Type } from 'typebox';
import { accessTokenRefusal } from '../../../../../access-token-refusal.js';
import type { Route } from '../../../../../api.js';
import { unprocessable } from '../../../../../errors.js';
import { assertConnectionInReach } from '../../../../../key-reach.js';
import { openSecretInputsOf } from '../../../../../open-secret-inputs.js';
import { answers, orNull } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

const Outcome = Type.Object({
  outcome: Type.Enum(['worked', 'refused', 'unclear', 'unreachable'], {
    description: '`refused`: the token is no longer accepted. `unclear`: what was answered says neither.',
  }),
  providerStatus: orNull(Type.Integer({ description: 'HTTP status of the API’s answer; null when it was not asked.' })),
  introspection: orNull(
    Type.Enum(['active', 'inactive', 'failed'], {
      description:
        'What the authorization server said of the token (RFC 7662); null where the definition names no such endpoint.',
    }),
  ),
  cause: orNull(Type.String({ description: 'Why nothing is known.' })),
});

/** POST /v1/connections/{id}/test */
export const testConnection: Route = (api, deps) =>
  api.post(
    '/connections/:id/test',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'testConnection',
        tags: ['connections'],
        summary: 'Try whether a connection works',
        description:
          'Asks the authorization server about the live token where the definition names `introspect` (RFC 7662), then makes the call that it names as `api.probe`, both where the grant was made for. Nothing of their answers but what is said here is told; use health is not touched.',
        params: Type.Object({ id: Type.String() }),
        response: answers(
          { 200: Outcome },
          'not_found',
          'not_connected',
          'reauthorization_required',
          'unprocessable',
          'client_misconfigured',
          'unavailable',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const connectionId = idFromPath('connection', request.params.id);
      await assertConnectionInReach(deps, request.apiKey, connectionId);
      const { given } = await readInputs(deps.db, organizationId, connectionId);
      const probed = await probeAccessToken(deps.ports, {
        organizationId: organizationId as OrganizationId,
        connectionId: connectionId as ConnectionId,
        secretInputs: await openSecretInputsOf(deps, organizationId, connectionId, given),
      });
      return toOutcome(probed);
    },
  );

function toOutcome(probed: ProbedAccess) {
  switch (probed.kind) {
    case 'worked':
    case 'refused':
    case 'unclear':
    case 'unreachable':
      return {
        outcome: probed.kind,
        providerStatus: ('status' in probed ? probed.status : undefined) ?? null,
        introspection: probed.introspection ?? null,
        cause: ('cause' in probed ? probed.cause : undefined) ?? null,
      };
    case 'no_probe':
      throw unprocessable('definition.api.probe', `cannot be called: ${probed.message}`);
    default:
      throw accessTokenRefusal(probed);
  }
}
