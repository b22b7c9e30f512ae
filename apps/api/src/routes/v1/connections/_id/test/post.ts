import { readInputs } from '@latchkey/db/management';
import { type ConnectionId, type OrganizationId, type ProbedAccess, probeAccessToken } from '@latchkey/oauth';
import { Type } from 'typebox';
import { accessTokenRefusal } from '../../../../../access-token-refusal.js';
import type { Route } from '../../../../../api.js';
import { unprocessable } from '../../../../../errors.js';
import { openSecretInputsOf } from '../../../../../open-secret-inputs.js';
import { answers, orNull } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

const Outcome = Type.Object({
  outcome: Type.Enum(['worked', 'refused', 'unclear', 'unreachable'], {
    description: '`refused`: the API no longer accepts the token. `unclear`: it answered something that says neither.',
  }),
  providerStatus: orNull(Type.Integer({ description: 'HTTP status of the API’s answer.' })),
  cause: orNull(Type.String({ description: 'Why no answer came.' })),
});

/** POST /v1/connections/{id}/test */
export const testConnection: Route = (api, deps) =>
  api.post(
    '/connections/:id/test',
    {
      config: { scope: 'connections:write' },
      schema: {
        operationId: 'testConnection',
        tags: ['connections'],
        summary: 'Try whether a connection works',
        description:
          'Makes the call that the definition names as `api.probe` with the live token, where the grant was made for. Only the status is answered; use health is not touched.',
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
      return { outcome: probed.kind, providerStatus: probed.status, cause: null };
    case 'unreachable':
      return { outcome: probed.kind, providerStatus: null, cause: probed.cause };
    case 'no_probe':
      throw unprocessable('definition.api.probe', `cannot be called: ${probed.message}`);
    default:
      throw accessTokenRefusal(probed);
  }
}
