import type { Claim } from '../connection/grant.js';
import type { HttpRequest } from '../ports.js';
import { withNextSecret } from '../token/next-secret.js';
import { maxTokenResponseBytes } from '../token/obtain-tokens.js';
import type { RequestValues } from '../token/request-values.js';
import { refreshTokenGrantRequest } from '../token/token-request.js';
import { processTokenResponse, type TokenAnswer, tokenReading } from '../token/token-response.js';
import { awaitBudget } from './await-budget.js';
import type { RefreshPorts } from './refresh-ports.js';
import type { RefreshTarget } from './refresh-target.js';

/** An answer; `receivedAt` is monotonic time. */
interface Sent {
  readonly answer: TokenAnswer;
  readonly receivedAt: number;
}

/**
 * Sends a refresh request and reads its answer. An answer that says that nothing was done (RFC 6749 section 5.2) is
 * followed by one more try each: `invalid_client` with the client's other live secret, `invalid_scope` without scope.
 */
export async function askForTokens(
  ports: RefreshPorts,
  claim: Claim,
  first: { readonly target: RefreshTarget; readonly values: RequestValues; readonly request: HttpRequest },
): Promise<Sent> {
  const { server } = claim.terms;
  let values = first.values;
  let request = first.request;
  let sent = await send(ports, claim, request, first.target);
  const mayAsk = async () => (await awaitBudget(ports, claim)) === 'taken';
  const withOther = withNextSecret(values, sent.answer);
  if (withOther && (await mayAsk())) {
    const built = await refreshTokenGrantRequest(ports, server, withOther, claim.requestedScopes);
    if (built.kind === 'request') {
      values = withOther;
      request = built.request;
      sent = await send(ports, claim, request, first.target);
    }
  }
  if (sent.answer.kind === 'failure' && sent.answer.error === 'invalid_scope' && (await mayAsk())) {
    const unscoped = { ...values, request: { ...values.request, scope: '' } };
    const built = await refreshTokenGrantRequest(ports, server, unscoped, []);
    // Most refreshes send no scope: then there is nothing else to try.
    if (built.kind === 'request' && (built.request.body !== request.body || built.request.url !== request.url))
      sent = await send(ports, claim, built.request, first.target);
  }
  return sent;
}

async function send(ports: RefreshPorts, { terms }: Claim, request: HttpRequest, target: RefreshTarget): Promise<Sent> {
  const outcome = await ports.transport.send(request, {
    timeoutMs: ports.times.requestTimeout,
    maxResponseBytes: maxTokenResponseBytes,
  });
  const receivedAt = ports.clock.monotonic();
  const { server } = terms;
  const asked = server.refresh.by === 'grant' ? server.token : server.refresh;
  const reading = tokenReading(server, asked, ports.clock.epochMs(), target.tokens);
  return { answer: processTokenResponse(reading, outcome), receivedAt };
}
