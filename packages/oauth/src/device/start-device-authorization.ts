import { authorizationExplanations, tokenErrorOf } from '../callback/authorization-failure.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { ConnectionId, DeviceAuthorizationId, OrganizationId, WizardSessionId } from '../ids.js';
import type { Ports } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { failureDetails } from '../token/failure-details.js';
import { freezeTerms } from '../token/freeze-terms.js';
import { withNextSecret } from '../token/next-secret.js';
import { openRequestValues } from '../token/open-client.js';
import type { RequestValues } from '../token/request-values.js';
import { notBuilt } from '../token/token-response.js';
import { type DeviceServer, deviceAuthorizationRequest } from './device-authorization-request.js';
import { type DeviceAnswer, processDeviceAuthorizationResponse } from './device-authorization-response.js';

/** Codes are shown, and polled for, ten minutes at most, however long the provider would wait: as any sign-in. */
export const deviceAuthorizationSeconds = 600;

/** Longest answer that is read, in octets. */
const maxResponseBytes = 64 * 1024;

export type StartedDevice =
  /** The code waits for the person; the rows say what it is and where it is typed. */
  | { readonly kind: 'started' }
  | { readonly kind: 'not_found' }
  /** Something is missing or does not fit, so nothing was sent; `field` names it. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string }
  /** The provider gave no code; the connection keeps what it had. */
  | {
      readonly kind: 'failed';
      readonly error: AuthorizationError;
      /** The provider's own words, scrubbed. */
      readonly details: Readonly<Record<string, string>>;
    };

type StartPorts = Pick<
  Ports,
  'connections' | 'deviceAuthorizations' | 'vault' | 'transport' | 'clock' | 'random' | 'times'
>;

/**
 * Starts a device authorization for one connection and one wizard session (RFC 8628 section 3.1): asks for the codes,
 * seals the device code and remembers who started. From then on workers poll.
 */
export async function startDeviceAuthorization(
  ports: StartPorts,
  input: {
    readonly deviceAuthorizationId: DeviceAuthorizationId;
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly wizardSessionId: WizardSessionId;
    /** Who pressed Connect, for the log. */
    readonly actor?: string;
  },
): Promise<StartedDevice> {
  const { deviceAuthorizationId: id, organizationId, connectionId, wizardSessionId } = input;
  const found = await ports.connections.findToAuthorize(organizationId, connectionId);
  if (!found) return { kind: 'not_found' };
  const frozen = freezeTerms(found);
  if (frozen.kind === 'misconfigured') return frozen;
  const { terms, client } = frozen;
  const { server } = terms;
  if (!isDeviceServer(server))
    return { kind: 'misconfigured', field: 'grantType', message: 'This connection is not made with a device code.' };
  const actor = input.actor === undefined ? {} : { actor: input.actor };

  // Before anything is asked for: what could not be sealed would be lost.
  await ports.vault.prepare(organizationId);
  const holder = { organizationId, connectionId, client, terms, secretInputs: found.secretInputs };
  const answer = await askForCodes(ports, server, await openRequestValues(ports, holder), found.scopes);
  if (answer.kind === 'failure') {
    const error = tokenErrorOf(answer);
    const details = { ...failureDetails(answer), endpoint: 'device authorization' };
    const explanation = authorizationExplanations[error];
    await ports.connections.recordFailure(
      organizationId,
      connectionId,
      { kind: 'failed', error, details },
      { kind: 'authorization_failed', reason: error, ...actor, details: { ...details, explanation } },
    );
    return { kind: 'failed', error, details };
  }
  const { verificationUriComplete } = answer;
  await ports.deviceAuthorizations.create(
    {
      ...{ id, organizationId, connectionId, wizardSessionId, terms },
      connectionConfigId: found.connectionConfigId,
      deviceCode: await ports.vault.seal(
        { organizationId, row: id, field: 'device_authorization.device_code' },
        answer.deviceCode,
      ),
      userCode: answer.userCode,
      verificationUri: answer.verificationUri,
      ...(verificationUriComplete === undefined ? {} : { verificationUriComplete }),
      requestedScopes: found.scopes,
      intervalSeconds: answer.intervalSeconds,
      lifetimeSeconds: Math.min(answer.expiresInSeconds, deviceAuthorizationSeconds),
      mostRequests: mostRequests(server),
    },
    { kind: 'authorization_started', ...actor },
  );
  return { kind: 'started' };
}

function isDeviceServer(server: AuthorizationServer): server is DeviceServer {
  return server.device !== undefined;
}

async function askForCodes(
  ports: StartPorts,
  server: DeviceServer,
  values: RequestValues,
  scopes: readonly string[],
): Promise<DeviceAnswer> {
  const built = await deviceAuthorizationRequest(ports, server, values, scopes);
  if (built.kind === 'refused') return notBuilt(built.message);
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes };
  const outcome = await ports.transport.send(built.request, limits);
  const answer = processDeviceAuthorizationResponse(server.device, built.request.url, outcome);
  const again = withNextSecret(values, answer);
  return again ? await askForCodes(ports, server, again, scopes) : answer;
}

/** The token request with either client secret, the second exchange, the steps, and the introspection. */
function mostRequests({ exchange, steps, introspect }: AuthorizationServer): number {
  return 2 + (exchange ? 1 : 0) + steps.length + (introspect ? 1 : 0);
}
