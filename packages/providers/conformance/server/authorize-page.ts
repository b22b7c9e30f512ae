import { createHmac } from 'node:crypto';
import { needs } from '../facts/facts-schema.js';
import { tellCallback } from './learnt-values.js';
import { matchesText, ownQuery, reached } from './matching.js';
import { checkParameters, exactly, fixed, type Wanted } from './parameters.js';
import { type Consent, type Play, Refused, separatorOf } from './play.js';
import { type Pairs, parametersOf, type Received } from './received.js';

const what = 'authorize';

/** The consent page: judges the authorization request and answers where the browser is sent. */
export function authorizePage(play: Play, request: Received): string {
  const { facts } = play;
  const address = addressOf(play, request.url);
  const given = parametersHere(play, request, address);
  const names = facts.authorize_param_names ?? {};
  const name = (standard: string) => names[standard] ?? standard;
  const renamed = (standard: string) => (names[standard] === undefined ? [] : [`authorize_param_names.${standard}`]);
  const standard: Wanted[] = [
    exactly(name('response_type'), facts.response_type ?? 'code', {
      facts: [...renamed('response_type'), ...(facts.response_type === undefined ? [] : ['response_type'])],
    }),
    exactly(name('client_id'), play.client.id, { facts: renamed('client_id') }),
    ...redirectWanted(play, name('redirect_uri'), renamed('redirect_uri')),
    {
      name: name('state'),
      need: 'required',
      fits: (value) => value.length >= 32,
      described: 'a state of some length',
      facts: renamed('state'),
    },
    ...scopeWanted(play, request),
    ...challengeWanted(play),
  ];
  const only = facts.authorize_request?.only;
  checkParameters(
    play,
    what,
    given,
    [...standard, ...fixed(play, 'authorize_params', facts.authorize_params)],
    only && { fact: 'authorize_request.only', names: only },
  );
  if (facts.pkce === 'off') play.seen.add('pkce');
  return consented(play, new Map(given), { redirectUri: name('redirect_uri'), state: name('state') });
}

function addressOf(play: Play, url: URL): string {
  const { authorize_url, authorize_url_fallback } = play.facts;
  const found = reached(play, { authorize_url, authorize_url_fallback }, 'authorize_url', url);
  if (!found)
    throw new Refused(`${what}: the browser is sent to ${url.origin}${url.pathname}, not to ${authorize_url}`);
  play.seen.add(found.fact);
  return found.address;
}

/** The query, or what stands behind a route of the fragment, which the page itself reads. */
function parametersHere({ facts, seen }: Play, request: Received, address: string): Pairs {
  if (facts.url_fragment === undefined) {
    if (request.url.hash !== '') throw new Refused(`${what}: there is a fragment`);
    return parametersOf(request, { where: 'query' }, ownQuery(address));
  }
  const [route, query = ''] = request.url.hash.slice(1).split('?');
  if (route !== facts.url_fragment) throw new Refused(`${what}: the route is ${route}, not ${facts.url_fragment}`);
  if (request.url.search !== '') throw new Refused(`${what}: parameters stand before the fragment`);
  seen.add('url_fragment');
  return [...new URLSearchParams(query)];
}

/** Our callback URL, or what was registered in its place. */
function redirectWanted(play: Play, name: string, facts: readonly string[]): readonly Wanted[] {
  const { redirect_uri } = play.facts;
  if (redirect_uri === undefined) return [exactly(name, play.callbackUrl, { facts })];
  const fits = (value: string) => matchesText(play, redirect_uri, value);
  return [{ name, need: 'required', fits, described: redirect_uri, facts: [...facts, 'redirect_uri'] }];
}

function scopeWanted(play: Play, request: Received): readonly Wanted[] {
  const { facts, scopes } = play;
  if (scopes.length === 0) return [];
  const name = facts.scope_param ?? facts.authorize_param_names?.scope ?? 'scope';
  const joined = scopes.join(separatorOf(play));
  const isRaw = needs(facts, 'auth.scope_raw');
  const seen = [
    ...(facts.scope_separator !== undefined && scopes.length > 1 ? ['scope_separator'] : []),
    ...(facts.scope_param === undefined ? [] : ['scope_param']),
    'scopes',
  ];
  const fits = (value: string) => (isRaw ? request.address.includes(`${name}=${joined}`) : value === joined);
  return [{ name, need: 'required', fits, described: JSON.stringify(joined), facts: seen }];
}

function challengeWanted({ facts }: Play): readonly Wanted[] {
  if (facts.pkce === 'off') return [];
  const need = facts.pkce === undefined ? 'allowed' : 'required';
  return [
    {
      name: 'code_challenge',
      need,
      fits: (value) => /^[\w-]{43}$/.test(value),
      described: 'an S256 challenge',
    },
    exactly('code_challenge_method', 'S256', { need }),
  ];
}

function sign({ facts, client }: Play, parameters: URLSearchParams): void {
  if (facts.callback_signature === undefined) return;
  const over = [...parameters].map(([name, value]) => `${name}=${value}`).sort();
  const signature = createHmac('sha256', client.secret).update(over.join('&')).digest('hex');
  parameters.set(facts.callback_signature, signature);
}

function consented(
  play: Play,
  given: ReadonlyMap<string, string>,
  names: { readonly redirectUri: string; readonly state: string },
): string {
  const challenge = given.get('code_challenge');
  const consent: Consent = {
    redirectUri: given.get(names.redirectUri) ?? '',
    state: given.get(names.state) ?? '',
    ...(challenge === undefined
      ? {}
      : { challenge: { method: given.get('code_challenge_method') ?? 'plain', value: challenge } }),
  };
  const code = `co/de+${++play.count}=`;
  play.consents.set(code, consent);
  play.consent = consent;
  const location = new URL(play.callbackUrl);
  location.searchParams.set(play.facts.code_param ?? 'code', code);
  location.searchParams.set(names.state, consent.state);
  for (const [name, value] of tellCallback(play)) location.searchParams.set(name, value);
  sign(play, location.searchParams);
  return location.href;
}
