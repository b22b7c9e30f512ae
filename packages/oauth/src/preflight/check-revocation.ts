import { randomToken } from '../random.js';
import { revocationRequest } from '../revoke/revocation-request.js';
import { secret } from '../secret.js';
import { type PreflightPorts, sendTrial, type TriedRegistration } from './check-client.js';
import { type Finding, finding } from './finding.js';
import { isFailing, isMissing } from './judge-client.js';

const field = 'definition.revoke.url';

/** Whether there is a revocation endpoint: it is asked to revoke a token that never was (RFC 7009 section 2.2). */
export async function checkRevocation(
  ports: PreflightPorts,
  { server, values }: TriedRegistration,
): Promise<readonly Finding[]> {
  const { revoke } = server;
  if (!revoke) return [];
  const token = secret(`no-such-token-${randomToken(ports.random, 16)}`);
  const built = await revocationRequest(ports, { ...server, revoke }, values, token, 'refresh_token');
  if (built.kind === 'refused') return [finding('request_unbuildable', 'definition.revoke', built.message)];
  const outcome = await sendTrial(ports, built.request);
  if (outcome.kind === 'not_sent') return [finding('endpoint_unreachable', field, outcome.cause)];
  if (outcome.kind === 'no_answer') return [finding('endpoint_silent', field, outcome.cause)];
  const seen = `status ${outcome.status}`;
  if (isFailing(outcome.status)) return [finding('endpoint_failing', field, seen)];
  // Where the token is part of the path, 404 is about the token.
  const isOfToken = revoke.url.some((part) => typeof part !== 'string');
  return [finding(isMissing(outcome.status) && !isOfToken ? 'endpoint_missing' : 'endpoint_reached', field, seen)];
}
