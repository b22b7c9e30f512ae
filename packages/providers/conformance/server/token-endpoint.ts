import { createHash } from 'node:crypto';
import { tokenStepOf } from '../facts/extra-steps.js';
import type { RequestFacts } from '../facts/facts-schema.js';
import { clientProof } from './client-proof.js';
import { checkHeaders } from './headers.js';
import { ownQuery, reached } from './matching.js';
import { checkParameters, exactly, fixed, type Wanted } from './parameters.js';
import { type Consent, type Play, Refused } from './play.js';
import { type Pairs, parametersOf, type Received, xmlPairs } from './received.js';
import { type Answer, checkRefreshToken, takesRefreshToken, tokenAnswer } from './token-answer.js';

/** What the facts say of one request, and the member that says it. */
type Own = RequestFacts & { readonly member: string };

/** The token endpoint's own address or the refresh endpoint's, where the request goes to one of them. */
export function tokenAddress(
  play: Play,
  request: Received,
): { readonly fact: string; readonly address: string } | undefined {
  const { refresh_url, token_url, token_url_fallback, token_url_alternative } = play.facts;
  const step = tokenStepOf(play.facts);
  if (step) return reached(play, { [step.fact]: step.address }, 'token_url', request.url);
  return (
    reached(play, { refresh_url }, 'refresh_url', request.url) ??
    reached(play, { token_url, token_url_fallback }, 'token_url', request.url) ??
    reached(play, { token_url_alternative }, 'token_url', request.url)
  );
}

/** Judges a request for tokens, by a code, a refresh token or the client's own right, and issues them. */
export function tokenEndpoint(
  play: Play,
  request: Received,
  { fact, address }: { fact: string; address: string },
): Answer {
  const { facts } = play;
  if (fact === 'refresh_url') return refresh(play, request, fact, address);
  const peeked = new Map([
    ...request.url.searchParams,
    ...new URLSearchParams(request.body),
    ...(facts.body_format === 'xml' ? xmlPairs(request.body, facts.xml_element) : jsonMembers(request.body)),
  ]);
  const name = facts.token_param_names?.refresh_token ?? 'refresh_token';
  const isRefresh =
    peeked.get('grant_type') === (facts.refresh_params?.grant_type ?? 'refresh_token') || peeked.has(name);
  if (isRefresh) return refresh(play, request, fact, address);
  const step = tokenStepOf(facts);
  const own: Own = { member: step?.fact ?? 'token_request', ...(step?.request ?? facts.token_request) };
  const given = received(play, 'token', request, address, own);
  if (facts.flow === 'authorization_code') {
    const code = facts.token_param_names?.code ?? 'code';
    const consent = redeem(play, new Map(given).get(code));
    finish(play, 'token', given, own, [...codeWanted(play, consent, code), ...proof(play, 'token', request, own)]);
    spend(play, new Map(given).get(code) as string);
  } else {
    finish(play, 'token', given, own, [...clientWanted(play), ...proof(play, 'token', request, own)]);
  }
  play.seen.add(fact);
  return tokenAnswer(play, facts.flow === 'authorization_code' ? 'code' : 'client');
}

function refresh(play: Play, request: Received, fact: string, address: string): Answer {
  const { facts } = play;
  const own: Own = { member: 'refresh_request', ...facts.refresh_request };
  const given = received(play, 'refresh', request, address, own);
  const names = facts.token_param_names ?? {};
  const name = own.param_names?.refresh_token ?? names.refresh_token ?? 'refresh_token';
  const presented = new Map(given).get(name);
  if (presented !== undefined && play.spentTokens.has(presented))
    throw new Refused(`refresh: ${name} was used before and is spent`, 'invalid_grant');
  const wanted: Wanted[] = [
    exactly(names.grant_type ?? 'grant_type', 'refresh_token'),
    ...(takesRefreshToken(facts)
      ? [
          {
            name,
            need: 'required',
            fits: (value: string) => checkRefreshToken(play, value),
            described: 'the refresh token',
            error: 'invalid_grant',
          } as const,
        ]
      : []),
    // What asked for the tokens may be said again (RFC 6749 section 6).
    ...fixed(play, 'token_params', facts.token_params).map((one) => ({ ...one, need: 'allowed' as const, facts: [] })),
    ...resources(play),
    ...proof(play, 'refresh', request, own),
    ...fixed(play, 'refresh_params', facts.refresh_params),
  ];
  finish(play, 'refresh', given, own, wanted);
  play.seen.add(fact).add('refresh_declared');
  if (facts.refresh_token_rotates !== undefined) play.seen.add('refresh_token_rotates');
  return tokenAnswer(play, 'refresh');
}

/** Checks method, place and headers; the parameters are still to be judged. */
function received(play: Play, what: string, request: Received, address: string, own: Own): Pairs {
  const { facts, seen } = play;
  const method = own.method ?? facts.http_method ?? 'POST';
  if (request.method !== method) throw new Refused(`${what}: the method is ${request.method}, not ${method}`);
  const body = own.body ?? (method === 'GET' ? 'query' : (facts.body_format ?? 'form'));
  const element = own.xml_element ?? facts.xml_element;
  const given = parametersOf(request, { where: body, element }, ownQuery(address));
  if (body === 'xml') seen.add('xml_element');
  checkHeaders(play, what, request, 'headers', facts.headers);
  checkHeaders(play, what, request, `${own.member}.headers`, own.headers);
  const fromCommon = { method: 'http_method', body: 'body_format' } as const;
  for (const name of ['method', 'body'] as const)
    seen.add(own[name] === undefined ? fromCommon[name] : `${own.member}.${name}`);
  return given;
}

function proof(play: Play, what: 'refresh' | 'token', request: Received, own: Own): readonly Wanted[] {
  const auth = own.auth ?? play.facts.client_auth;
  return clientProof(play, what, request, auth, { ...play.facts.token_param_names, ...own.param_names });
}

function finish(play: Play, what: 'refresh' | 'token', given: Pairs, own: Own, wanted: readonly Wanted[]): void {
  const all = [...wanted, ...fixed(play, `${own.member}.params`, own.params)];
  const only = own.only && { fact: `${own.member}.only`, names: own.only };
  checkParameters(play, what, given, all, only);
  play.seen.add(own.auth === undefined ? 'client_auth' : `${own.member}.auth`);
  for (const name of Object.keys(play.facts.token_param_names ?? {})) {
    const wire = play.facts.token_param_names?.[name];
    if (given.some(([sent]) => sent === wire)) play.seen.add(`token_param_names.${name}`);
  }
}

function codeWanted(play: Play, consent: Consent, code: string): readonly Wanted[] {
  const { facts } = play;
  const names = facts.token_param_names ?? {};
  return [
    exactly(names.grant_type ?? 'grant_type', facts.grant_type ?? 'authorization_code', {
      facts: facts.grant_type === undefined ? [] : ['grant_type'],
    }),
    exactly(code, play.code),
    exactly(names.redirect_uri ?? 'redirect_uri', consent.redirectUri),
    ...verifierWanted(play, consent),
    ...resources(play),
    ...fixed(play, 'token_params', facts.token_params),
  ];
}

function clientWanted(play: Play): readonly Wanted[] {
  const { facts, scopes } = play;
  return [
    exactly('grant_type', facts.grant_type ?? 'client_credentials', {
      facts: facts.grant_type === undefined ? [] : ['grant_type'],
    }),
    ...(scopes.length === 0
      ? []
      : [exactly('scope', scopes.join(facts.scope_separator ?? ' '), { facts: ['scopes'] })]),
    ...fixed(play, 'token_params', facts.token_params),
  ];
}

function verifierWanted({ facts }: Play, { challenge }: Consent): readonly Wanted[] {
  if (!challenge) return [];
  return [
    {
      name: 'code_verifier',
      need: 'required',
      fits: (value) => createHash('sha256').update(value).digest('base64url') === challenge.value,
      described: 'the verifier of the challenge',
      facts: facts.pkce === undefined ? [] : ['pkce'],
      error: 'invalid_grant',
    },
  ];
}

/** Resource indicators go with every request (RFC 8707 section 2.2). */
function resources({ facts }: Play): readonly Wanted[] {
  const resource = facts.authorize_params?.resource;
  return resource === undefined ? [] : [exactly('resource', resource, { need: 'allowed' })];
}

/** The consent of a code, which has not been redeemed before. */
function redeem(play: Play, code: string | undefined): Consent {
  const consent = play.consents.get(code ?? '');
  if (code === undefined || !consent)
    throw new Refused(
      `token: the code is ${code === undefined ? 'missing' : 'not one that was given'}`,
      'invalid_grant',
    );
  play.code = code;
  play.consent = consent;
  if (play.facts.code_param !== undefined) play.seen.add('code_param');
  return consent;
}

function spend(play: Play, code: string): void {
  play.consents.delete(code);
}

function jsonMembers(body: string): Pairs {
  try {
    return Object.entries(JSON.parse(body) as Record<string, string>);
  } catch {
    return [];
  }
}
