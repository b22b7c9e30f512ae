import { createCodeVerifier } from '../authorize/pkce.js';
import type { HttpOutcome, Ports } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { randomToken } from '../random.js';
import { type Secret, secret } from '../secret.js';
import type { BuiltRequest } from '../token/endpoint-request.js';
import type { RequestValues } from '../token/request-values.js';
import { accessTokenRequest, clientCredentialsRequest } from '../token/token-request.js';
import { processTokenResponse, tokenReading } from '../token/token-response.js';
import { type Finding, finding } from './finding.js';
import { type ClientTrials, judgeClient, type Trial } from './judge-client.js';
import { observedAnswer, shownAnswer } from './observed-answer.js';

export type PreflightPorts = Pick<Ports, 'clock' | 'random' | 'transport' | 'times'>;

/** A registration to try; `values` holds the client with the one secret that is tried. */
export interface TriedRegistration {
  readonly server: AuthorizationServer;
  readonly values: RequestValues;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

const maxResponseBytes = 256 * 1024;
const slowestMs = 10_000;

/** Sends one trial request; people wait for it, so not for long. */
export async function sendTrial(
  ports: Pick<PreflightPorts, 'transport' | 'times'>,
  request: Parameters<Ports['transport']['send']>[0],
): Promise<HttpOutcome> {
  const timeoutMs = Math.min(slowestMs, ports.times.requestTimeout);
  return await ports.transport.send(request, { timeoutMs, maxResponseBytes });
}

/**
 * Whether the token endpoint accepts the client: by a code that was never issued, or by a real request where the client
 * itself is granted access. At most three requests, the second of which holds a wrong secret. `field` is the member that
 * holds the tried secret.
 */
export async function checkClient(
  ports: PreflightPorts,
  registration: TriedRegistration,
  field: string,
): Promise<readonly Finding[]> {
  const { server, values } = registration;
  const grant = server.grantType === 'client_credentials' ? 'client' : 'code';
  const wrongClient = { ...values, client: wrong(ports, values.client) };
  let trials: ClientTrials = { asIs: await tried(ports, registration, values, 'as_is') };
  let judgement = judgeClient(grant, trials);
  while (judgement.kind === 'needs') {
    const trial =
      judgement.trial === 'wrongClient'
        ? await tried(ports, registration, wrongClient, 'as_is')
        : await tried(ports, registration, values, 'wrong_grant');
    trials = { ...trials, [judgement.trial]: trial };
    judgement = judgeClient(grant, trials);
  }
  const { asIs } = trials;
  const { code } = judgement;
  const seen = shownTrial(asIs, secretsOf(values));
  const isOfEndpoint = code.startsWith('endpoint_') || code === 'token_unexpected';
  const found = finding(code, isOfEndpoint ? 'definition.token.url' : fieldOf(code, field), seen);
  const reached = asIs.kind === 'answered' || asIs.kind === 'tokens';
  return reached && !isOfEndpoint ? [finding('endpoint_reached', 'definition.token.url'), found] : [found];
}

async function tried(
  ports: PreflightPorts,
  registration: TriedRegistration,
  values: RequestValues,
  way: 'as_is' | 'wrong_grant',
): Promise<Trial> {
  const { server } = registration;
  const built = await trialRequest(ports, registration, values, way);
  if (built.kind === 'refused') return { kind: 'unbuilt', message: built.message };
  const outcome = await sendTrial(ports, built.request);
  if (outcome.kind === 'not_sent') return { kind: 'unreachable', cause: outcome.cause };
  if (outcome.kind === 'no_answer') return { kind: 'silent', cause: outcome.cause };
  const read = processTokenResponse(tokenReading(server, server.token, ports.clock.epochMs()), outcome);
  if (read.kind === 'tokens') return { kind: 'tokens' };
  return { kind: 'answered', answer: observedAnswer(outcome, server.token.response) };
}

function trialRequest(
  ports: PreflightPorts,
  { server, redirectUri, scopes }: TriedRegistration,
  values: RequestValues,
  way: 'as_is' | 'wrong_grant',
): Promise<BuiltRequest> {
  if (server.grantType === 'client_credentials') return clientCredentialsRequest(ports, server, values, scopes);
  const { token } = server;
  const wrongGrant = { ...token, grantType: 'no_such_grant', omit: [...token.omit, 'code', 'redirect_uri'] as const };
  const pkce = server.authorize?.pkce ?? 'none';
  return accessTokenRequest(ports, way === 'as_is' ? server : { ...server, token: wrongGrant }, values, {
    code: secret(`no-such-code-${randomToken(ports.random, 16)}`),
    redirectUri,
    ...(pkce === 'none' ? {} : { codeVerifier: createCodeVerifier(ports.random) }),
    callback: {},
  });
}

/** The client with a secret that cannot be right; without a secret, with an id that cannot be. */
function wrong(ports: Pick<PreflightPorts, 'random'>, client: RequestValues['client']): RequestValues['client'] {
  const value = `wrong-${randomToken(ports.random, 24)}`;
  return client.clientSecret ? { ...client, clientSecret: secret(value) } : { clientId: value };
}

function secretsOf({ client, inputs }: RequestValues): readonly Secret[] {
  return [...(client.clientSecret ? [client.clientSecret] : []), ...Object.values(inputs ?? {})];
}

function shownTrial(trial: Trial, secrets: readonly Secret[]): string | undefined {
  if (trial.kind === 'answered') return shownAnswer(trial.answer, secrets);
  if (trial.kind === 'unbuilt') return trial.message;
  return trial.kind === 'tokens' ? undefined : trial.cause;
}

function fieldOf(code: Finding['code'], clientField: string): string {
  if (code === 'scope_refused') return 'scopes';
  if (code === 'grant_type_unsupported') return 'definition.token.grantType';
  return code === 'request_unbuildable' || code === 'token_request_refused' ? 'definition.token' : clientField;
}
