import type { Ports } from '../ports.js';
import type { AuthorizationServer, FrozenStep } from '../provider/authorization-server.js';
import { reveal, type Secret, secret } from '../secret.js';
import { parseAnswer } from './answer-body.js';
import { saysSuccess } from './answer-success.js';
import { captured } from './captures.js';
import { type BuiltRequest, endpointRequest } from './endpoint-request.js';
import { jwtClaims } from './expiry.js';
import { withNextSecret } from './next-secret.js';
import { type RequestValues, requestLookup } from './request-values.js';
import { accessTokenRequest, directGrantRequest, exchangeRequest } from './token-request.js';
import { notBuilt, processTokenResponse, type TokenAnswer, type TokenFailure, tokenReading } from './token-response.js';

/** Longest answer of a token endpoint that is read, in octets. */
export const maxTokenResponseBytes = 1024 * 1024;

export type ObtainPorts = Pick<Ports, 'clock' | 'random' | 'transport' | 'times'>;

export type ObtainedTokens =
  | {
      readonly kind: 'obtained';
      readonly answer: TokenAnswer & { readonly kind: 'tokens' };
      /** What the callback brought and what was learnt. Not sealed: holds no secret. */
      readonly context: Readonly<Record<string, string>>;
      /** Steps that failed and may, for the log. */
      readonly notices: Readonly<Record<string, string>>;
    }
  | TokenFailure;

/**
 * Redeems a code and does all that the definition asks for before a grant can be kept: the second exchange, what is to be
 * learnt from the answers, and the steps after connecting.
 */
export async function obtainTokens(
  ports: ObtainPorts,
  server: AuthorizationServer,
  values: RequestValues,
  grant: {
    readonly code: Secret;
    readonly redirectUri: string;
    readonly state: string;
    readonly scope: string;
    readonly codeVerifier?: Secret;
    readonly callback: Readonly<Record<string, string>>;
  },
): Promise<ObtainedTokens> {
  const request = { redirect_uri: grant.redirectUri, state: grant.state, scope: grant.scope };
  // Anybody can write parameters into a callback URL: one never stands for what is captured with conditions.
  const declared = new Set([...server.captures, ...server.steps.flatMap(({ captures }) => captures)].map(nameOf));
  const others = Object.entries(grant.callback).filter(([name]) => !declared.has(name));
  const callback = {
    ...Object.fromEntries(others),
    ...capturesFrom(ports, server, 'callback', grant.callback, values),
  };
  const before: RequestValues = { ...values, request, context: callback };
  return await obtain(ports, server, before, callback, (known) => accessTokenRequest(ports, server, known, grant));
}

const nameOf = ({ name }: { readonly name: string }) => name;

/** The same for a grant without a redirect: its one request is the token request itself. */
export async function obtainDirectTokens(
  ports: ObtainPorts,
  server: AuthorizationServer,
  values: RequestValues,
  scopes: readonly string[],
): Promise<ObtainedTokens> {
  const before: RequestValues = { ...values, request: { scope: scopes.join(server.scopeSeparator) }, context: {} };
  return await obtain(ports, server, before, {}, (known) => directGrantRequest(ports, server, known, scopes));
}

async function obtain(
  ports: ObtainPorts,
  server: AuthorizationServer,
  given: RequestValues,
  callback: Readonly<Record<string, string>>,
  build: (values: RequestValues) => Promise<BuiltRequest>,
): Promise<ObtainedTokens> {
  let before = given;
  let first = await ask(ports, server, server.token, await build(before));
  const again = withNextSecret(before, first);
  if (again) {
    before = again;
    first = await ask(ports, server, server.token, await build(before));
  }
  return first.kind === 'failure' ? first : await completeTokens(ports, server, before, callback, first);
}

/** What the definition asks for once the first tokens are there. */
export async function completeTokens(
  ports: ObtainPorts,
  server: AuthorizationServer,
  values: RequestValues,
  callback: Readonly<Record<string, string>>,
  first: TokenAnswer & { readonly kind: 'tokens' },
): Promise<ObtainedTokens> {
  const answer = await exchanged(ports, server, values, first);
  if (answer.kind === 'failure') return answer;
  return await learn(ports, server, values, callback, answer);
}

/** Sends one token request and reads its answer. */
export async function ask(
  ports: ObtainPorts,
  server: AuthorizationServer,
  endpoint: AuthorizationServer['token'],
  built: BuiltRequest,
): Promise<TokenAnswer> {
  if (built.kind === 'refused') return notBuilt(built.message);
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes: maxTokenResponseBytes };
  const outcome = await ports.transport.send(built.request, limits);
  return processTokenResponse(tokenReading(server, endpoint, ports.clock.epochMs()), outcome);
}

async function exchanged(
  ports: ObtainPorts,
  server: AuthorizationServer,
  values: RequestValues,
  first: TokenAnswer & { readonly kind: 'tokens' },
): Promise<TokenAnswer> {
  const { exchange } = server;
  if (!exchange) return first;
  const built = await exchangeRequest(ports, { ...server, exchange }, { ...values, tokens: first.tokens });
  const second = await ask(ports, server, exchange, built);
  if (second.kind === 'failure') return second;
  // What the first answer said stays known, where the second says nothing of it.
  const members = secret(JSON.stringify({ ...membersOf(first), ...membersOf(second) }));
  const { scopes = first.scopes, idToken = first.idToken } = second;
  const { refreshTokenSeconds: _, ...ofConsent } = first.ends;
  const ends = { ...ofConsent, ...second.ends };
  return {
    ...second,
    tokens: { ...second.tokens, members },
    ends,
    ...(scopes ? { scopes } : {}),
    ...(idToken ? { idToken } : {}),
  };
}

/** Captures from the answer, then the steps, each of which may use what was learnt before. */
export async function learn(
  ports: ObtainPorts,
  server: AuthorizationServer,
  values: RequestValues,
  callback: Readonly<Record<string, string>>,
  answer: TokenAnswer & { readonly kind: 'tokens' },
): Promise<ObtainedTokens> {
  const known = { ...values, tokens: answer.tokens };
  const claims = (token: Secret | undefined) => (token ? jwtClaims(reveal(token)) : undefined);
  const context: Record<string, string> = {
    ...callback,
    ...capturesFrom(ports, server, 'token', membersOf(answer), known),
    ...capturesFrom(ports, server, 'id_token', claims(answer.idToken), known),
    ...capturesFrom(ports, server, 'access_token', claims(answer.tokens.accessToken), known),
  };
  const notices: Record<string, string> = {};
  for (const step of server.steps) {
    const done = await takeStep(ports, server, step, { ...known, context });
    if (done.kind === 'done') Object.assign(context, done.context);
    else if (step.failure === 'passes')
      notices[`step ${step.name}`] = done.failure.error ?? done.failure.cause ?? 'failed';
    else return done.failure;
  }
  return { kind: 'obtained', answer, context, notices };
}

async function takeStep(
  ports: ObtainPorts,
  server: AuthorizationServer,
  step: FrozenStep,
  values: RequestValues,
): Promise<
  | { readonly kind: 'done'; readonly context: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly failure: TokenFailure }
> {
  const fails = (failure: Omit<TokenFailure, 'kind'>) =>
    ({ kind: 'failed', failure: { kind: 'failure', ...failure } }) as const;
  const built = await endpointRequest(ports, step, values, [], server.issuer);
  if (built.kind === 'refused') return fails({ class: 'misconfigured', cause: `step ${step.name}: ${built.message}` });
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes: maxTokenResponseBytes };
  const outcome = await ports.transport.send(built.request, limits);
  if (outcome.kind !== 'response') return fails({ class: 'later', cause: `step ${step.name}: ${outcome.cause}` });
  const { status } = outcome;
  const body = parseStepAnswer(outcome.body, step);
  if (status < 200 || status > 299 || !saysSuccess(body, step.response))
    return fails({ class: 'unknown', status, cause: `step ${step.name} was refused` });
  const lookup = requestLookup(ports, values);
  return {
    kind: 'done',
    context: Object.fromEntries(
      step.captures.flatMap((capture) => {
        const value = captured(capture, body, lookup);
        return value === undefined ? [] : [[capture.name, value]];
      }),
    ),
  };
}

/** Unlike a token answer, a step's may be a list: its positions are member names. */
function parseStepAnswer(text: string, step: FrozenStep): unknown {
  const members = parseAnswer(text, step.response.format ?? 'json');
  if (members) return members;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function capturesFrom(
  ports: ObtainPorts,
  server: AuthorizationServer,
  from: 'callback' | 'token' | 'id_token' | 'access_token',
  root: unknown,
  values: RequestValues,
): Readonly<Record<string, string>> {
  const lookup = requestLookup(ports, values);
  return Object.fromEntries(
    server.captures.flatMap((capture) => {
      const value = capture.from === from ? captured(capture, root, lookup) : undefined;
      return value === undefined ? [] : [[capture.name, value]];
    }),
  );
}

function membersOf(answer: TokenAnswer & { readonly kind: 'tokens' }): Readonly<Record<string, unknown>> {
  return JSON.parse(reveal(answer.tokens.members)) as Readonly<Record<string, unknown>>;
}
