import type { AuthFact, Facts, RequestFacts } from '../facts/facts-schema.js';
import { clientProof, expectBearer } from './client-proof.js';
import { checkHeaders } from './headers.js';
import { matchesAddress, ownQuery, reached } from './matching.js';
import { checkParameters, fixed, type Wanted } from './parameters.js';
import { type Play, Refused } from './play.js';
import { type Placed, parametersOf, type Received } from './received.js';
import { type Answer, successAnswer, tokenAnswer } from './token-answer.js';

/** A request of the facts that is described by itself. */
interface Described {
  readonly fact: string;
  readonly what: string;
  readonly address: string;
  readonly request: RequestFacts;
  readonly method: string;
  readonly body: Placed['where'];
  readonly auth: AuthFact | undefined;
}

/** An address of the facts, and the member that it stands in. */
interface Place {
  readonly fact: string;
  readonly address: string;
}

/** The answer of whichever endpoint besides those for tokens a request goes to; `undefined` where it goes to none. */
export function furtherEndpoint(play: Play, request: Received): Answer | undefined {
  const { facts } = play;
  const to = (addresses: Readonly<Record<string, string | undefined>>) =>
    reached(play, addresses, 'api_base', request.url);
  for (const [index, later] of (facts.later_requests ?? []).entries())
    if (to({ url: later.url })) return laterRequest(play, request, later, index);
  if (to({ url: facts.exchange_request?.url }) && isExchange(play, request)) return exchange(play, request);
  const { account_url, account_url_fallback, revoke, revoke_url, revoke_url_fallback } = facts;
  const named = to({ account_url, account_url_fallback });
  if (named) return account(play, request, named);
  const revoked = to({ revoke_url, revoke_url_fallback });
  if (revoked && revoke?.method === request.method) return revocation(play, request, revoke, revoked);
  if (to({ token_info_url: facts.token_info_url })) {
    expectBearer(play, 'token info', request.headers.authorization);
    return successAnswer(play);
  }
  return to({ introspection_url: facts.introspection_url }) ? introspection(play, request) : apiCall(play, request);
}

/** RFC 7662; the client proves itself as at the token endpoint. */
function introspection(play: Play, request: Received): Answer {
  const { introspection_url: address = '', client_auth, access_token_lifetime = 3600 } = play.facts;
  const fact = 'introspection_url';
  const described: Described = {
    ...{ fact, what: 'introspect', address, request: {} },
    ...{ method: 'POST', body: 'form', auth: client_auth },
  };
  judge(play, request, described, [tokenWanted(play, 'token', { method: 'POST' }), hintWanted()]);
  const exp = Math.floor(play.now() / 1000) + access_token_lifetime;
  return { status: 200, type: 'application/json', body: JSON.stringify({ active: true, exp }) };
}

/** A call of the API by the vendor's code, with the base address and the headers that it is told. */
function apiCall(play: Play, request: Received): Answer | undefined {
  const { api_base, api_headers = {} } = play.facts;
  const suffix = '/conformance-probe';
  if (!request.url.pathname.endsWith(suffix)) return undefined;
  const base = new URL(request.address.slice(0, -suffix.length));
  const isBase = (api_base ?? '').split(' || ').some((one) => matchesAddress(play, one, 'api_base', base));
  if (!isBase) throw new Refused(`api: the base address is ${base.href}, not ${api_base ?? 'known'}`);
  checkHeaders(play, 'api', request, 'api_headers', api_headers);
  if (!holdsToken(api_headers)) expectBearer(play, 'api', request.headers.authorization);
  play.seen.add('api_base');
  return successAnswer(play);
}

function holdsToken(headers: Readonly<Record<string, string>>): boolean {
  return Object.values(headers).some((template) => /\{access_?token\}/i.test(template));
}

function laterRequest(
  play: Play,
  request: Received,
  later: NonNullable<Facts['later_requests']>[number],
  index: number,
): Answer {
  const fact = `later_requests.${index}`;
  const { method = 'GET', url: address } = later;
  const described: Described = {
    fact,
    what: 'step',
    address,
    request: later,
    method,
    body: later.body ?? (later.params === undefined ? 'none' : method === 'GET' ? 'query' : 'json'),
    auth: later.auth ?? 'bearer',
  };
  judge(play, request, described, []);
  learn(play, later.answer);
  return successAnswer(play, later.answer);
}

/** The exchange may share its address with the token endpoint: it says its own grant type. */
function isExchange(play: Play, request: Received): boolean {
  const { method = 'POST', params } = play.facts.exchange_request ?? {};
  const sent = new Map([...request.url.searchParams, ...new URLSearchParams(request.body)]);
  return (
    !play.exchanged &&
    request.method === method &&
    (params?.grant_type === undefined || sent.get('grant_type') === params.grant_type)
  );
}

function exchange(play: Play, request: Received): Answer {
  const { facts } = play;
  const own = facts.exchange_request as NonNullable<Facts['exchange_request']>;
  const method = own.method ?? 'POST';
  const described: Described = {
    fact: 'exchange_request',
    what: 'exchange',
    address: own.url,
    request: own,
    method,
    body: own.body ?? (method === 'GET' ? 'query' : 'form'),
    auth: own.auth ?? facts.client_auth,
  };
  judge(play, request, described, []);
  play.exchanged = true;
  return tokenAnswer(play, 'exchange');
}

/** The API's call that names the account; the token goes where every call of that API has it. */
function account(play: Play, request: Received, { fact, address }: Place): Answer {
  const { account_request: own = {}, account_path, api_headers = {} } = play.facts;
  const { method = 'GET' } = own;
  const described: Described = {
    fact,
    what: 'account',
    address,
    request: own,
    method,
    body: own.body ?? (method === 'GET' ? 'query' : 'none'),
    auth: own.auth ?? (holdsToken(api_headers) ? 'none' : 'bearer'),
  };
  checkHeaders(play, 'account', request, 'api_headers', api_headers);
  judge(play, request, described, []);
  learn(play, own.answer);
  const answer = { ...own.answer, ...(account_path === undefined ? {} : { [account_path]: 'Ada Lovelace' }) };
  return successAnswer(play, answer);
}

function revocation(
  play: Play,
  request: Received,
  revoke: NonNullable<Facts['revoke']>,
  { fact, address }: Place,
): Answer {
  const { method } = revoke;
  const body = revoke.body ?? (method === 'GET' ? 'query' : 'form');
  // The token stands in a parameter unless it proves the request itself or stands in the address.
  const isElsewhere = body === 'none' || revoke.auth === 'bearer' || revoke.params !== undefined;
  const name = revoke.token_param ?? (isElsewhere ? undefined : 'token');
  const described: Described = { fact, what: 'revoke', address, request: revoke, method, body, auth: revoke.auth };
  const hint = name === 'token' ? [hintWanted()] : [];
  judge(play, request, described, name === undefined ? [] : [tokenWanted(play, name, revoke), ...hint]);
  for (const member of ['method', 'auth', 'body', 'token_param', 'token'] as const)
    if (revoke[member] !== undefined) play.seen.add(`revoke.${member}`);
  for (const path of Object.keys(revoke.answer ?? {})) play.seen.add(`revoke.answer.${path}`);
  return successAnswer(play, revoke.answer);
}

/** What an answer says is known by the name of its member. */
function learn(play: Play, answer: Readonly<Record<string, string>> = {}): void {
  for (const [path, value] of Object.entries(answer)) play.told.set(path.split('.').at(-1) as string, value);
}

function tokenWanted(play: Play, name: string, revoke: NonNullable<Facts['revoke']>): Wanted {
  const isAccess = (value: string) => play.accessTokens.has(value) && revoke.token !== 'refresh';
  const isRefresh = (value: string) => value === play.refreshToken && revoke.token !== 'access';
  const kind = revoke.token === undefined || revoke.token === 'either' ? 'a' : `the ${revoke.token}`;
  return { name, need: 'required', fits: (value) => isAccess(value) || isRefresh(value), described: `${kind} token` };
}

function hintWanted(): Wanted {
  const fits = (value: string) => value === 'access_token' || value === 'refresh_token';
  return { name: 'token_type_hint', need: 'allowed', fits, described: 'the kind of a token' };
}

/** Checks a request that the facts describe by itself, in everything. */
function judge(play: Play, request: Received, described: Described, wanted: readonly Wanted[]): void {
  const { fact, what, address, request: own, method, body, auth } = described;
  if (request.method !== method) throw new Refused(`${what}: the method is ${request.method}, not ${method}`);
  const given = parametersOf(request, { where: body, element: own.xml_element }, ownQuery(address));
  const member = fact.startsWith('revoke') ? 'revoke' : fact.startsWith('account_url') ? 'account_request' : fact;
  checkHeaders(play, what, request, `${member}.headers`, own.headers);
  const names = { ...play.facts.token_param_names, ...own.param_names };
  const isOwnAuthorization = Object.keys({
    ...own.headers,
    ...(what === 'account' ? play.facts.api_headers : {}),
  }).some((name) => name.toLowerCase() === 'authorization');
  const proof =
    auth === 'bearer' || (auth === undefined && request.headers.authorization?.startsWith('Bearer '))
      ? expectedToken(play, what, request)
      : isOwnAuthorization
        ? []
        : clientProof(play, what, request, auth, names);
  // Where nothing but parameters is asked for, the proof has to be one of them as well.
  const standing = body === 'none' ? [] : proof;
  const only = own.only && { fact: `${member}.only`, names: own.only };
  const may = (own.may ?? []).map(
    (name): Wanted => ({ name, need: 'allowed', fits: (value) => value !== '', described: 'something' }),
  );
  const all = [...standing, ...wanted, ...fixed(play, `${member}.params`, own.params), ...may];
  checkParameters(play, what, given, all, only);
  play.seen.add(fact);
}

function expectedToken(play: Play, what: string, request: Received): readonly Wanted[] {
  expectBearer(play, what, request.headers.authorization);
  return [];
}
