import { authorizationExplanations, tokenErrorOf } from '../callback/authorization-failure.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { GrantId } from '../ids.js';
import { learnExpiry } from '../introspect/learn-expiry.js';
import type { Ports } from '../ports.js';
import type { DeviceTerms } from '../provider/device-terms.js';
import { announcedFor, reachesAccount } from '../revoke/account-reach.js';
import { failureDetails } from '../token/failure-details.js';
import { keepGrant } from '../token/keep-grant.js';
import { withNextSecret } from '../token/next-secret.js';
import { ask, completeTokens } from '../token/obtain-tokens.js';
import { openRequestValues } from '../token/open-client.js';
import type { RequestValues } from '../token/request-values.js';
import { deviceAccessTokenRequest } from '../token/token-request.js';
import type { TokenFailure } from '../token/token-response.js';
import type { DeviceClaim } from './device-authorization.js';
import { nextPoll } from './poll-policy.js';

export type PollPorts = Pick<
  Ports,
  'deviceAuthorizations' | 'grants' | 'vault' | 'transport' | 'clock' | 'random' | 'notices' | 'times' | 'bell'
>;

export type PollResult =
  /** The person has not decided yet, or the provider did not answer. */
  | { readonly kind: 'waiting'; readonly failure?: TokenFailure }
  /** Too late under this claim, or a revocation would end what it brings: nothing was sent. */
  | { readonly kind: 'not_sent' }
  /** The grant is stored. Where the person gave up meanwhile it is on its way to be revoked. */
  | { readonly kind: 'granted' }
  | { readonly kind: 'failed'; readonly error: AuthorizationError; readonly failure: TokenFailure };

/**
 * Polls once for a claimed device authorization (RFC 8628 sections 3.4 and 3.5), and when the person has consented does
 * all that follows a code: second exchange, steps, storing. Tokens that are there are stored before this gives up.
 */
export async function pollDeviceAuthorization(
  ports: PollPorts,
  claim: DeviceClaim,
  grantId: GrantId,
): Promise<PollResult> {
  const { organizationId, connectionId, terms, requestedScopes, intervalSeconds, failures } = claim;
  const { server } = terms;
  const again = { intervalSeconds, failures };
  let values: RequestValues;
  let deviceCode: Awaited<ReturnType<Ports['vault']['open']>>;
  let revocation: 'none' | 'announced' = 'none';
  try {
    // Before anything is asked for: what could not be sealed would be lost.
    await ports.vault.prepare(organizationId);
    const purpose = { organizationId, row: claim.id, field: 'device_authorization.device_code' } as const;
    deviceCode = await ports.vault.open(purpose, claim.deviceCode);
    const scope = requestedScopes.join(server.scopeSeparator);
    values = { ...(await openRequestValues(ports, claim)), request: { scope }, context: {} };
    if (reachesAccount(claim)) revocation = await ports.grants.findAnnounced(claim, announcedFor(ports.times));
  } catch (error) {
    // Nothing has left yet: give the claim back, then let the fault be seen.
    const dueInMs = Math.max(intervalSeconds * 1000, ports.times.backoffFirst);
    await ports.deviceAuthorizations.pollAgain(claim, { ...again, dueInMs }).catch(() => undefined);
    throw error;
  }
  if (ports.clock.monotonic() >= claim.sendBefore) {
    await ports.deviceAuthorizations.pollAgain(claim, { ...again, dueInMs: 0 });
    return { kind: 'not_sent' };
  }
  if (revocation === 'announced') {
    await ports.deviceAuthorizations.pollAgain(claim, { ...again, dueInMs: intervalSeconds * 1000 });
    return { kind: 'not_sent' };
  }
  const poll = async () =>
    await ask(ports, server, server.token, await deviceAccessTokenRequest(ports, server, values, deviceCode));
  let answer = await poll();
  const next = withNextSecret(values, answer);
  if (next && ports.clock.monotonic() < claim.sendBefore) {
    values = next;
    answer = await poll();
  }
  if (answer.kind === 'failure') return await waitOrFail(ports, claim, server.device, answer);
  const obtained = await completeTokens(ports, server, values, {}, answer);
  // The device code is spent: what comes after it is not tried again.
  if (obtained.kind === 'failure') return await fail(ports, claim, tokenErrorOf(obtained), obtained);
  const grant = { grantId, organizationId, connectionId, deviceAuthorizationId: claim.id, terms, requestedScopes };
  await keepGrant(ports, grant, obtained, { kind: 'connected', wizardSessionId: claim.wizardSessionId });
  await learnExpiry(ports, { ...claim, grantId, generation: 1, context: obtained.context }, obtained.answer);
  return { kind: 'granted' };
}

async function waitOrFail(
  ports: PollPorts,
  claim: DeviceClaim,
  device: DeviceTerms | undefined,
  failure: TokenFailure,
): Promise<PollResult> {
  const next = nextPoll({ errors: device?.errors ?? {} }, ports.times, ports.random, claim, failure);
  if (next.kind === 'failed') return await fail(ports, claim, next.error, failure);
  const { dueInMs, intervalSeconds, failures } = next;
  await ports.deviceAuthorizations.pollAgain(claim, { dueInMs, intervalSeconds, failures });
  return { kind: 'waiting', ...(failures > 0 ? { failure } : {}) };
}

async function fail(
  ports: PollPorts,
  claim: DeviceClaim,
  error: AuthorizationError,
  failure: TokenFailure,
): Promise<PollResult> {
  const details = failureDetails(failure);
  const explanation = authorizationExplanations[error];
  await ports.deviceAuthorizations.fail(
    claim,
    { kind: 'failed', error, details },
    { kind: 'authorization_failed', reason: error, details: { ...details, explanation } },
  );
  return { kind: 'failed', error, failure };
}
