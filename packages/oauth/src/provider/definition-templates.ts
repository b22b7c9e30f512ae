import type { Definition, RequestDefinition } from './definition.js';

/** A template of a definition and where it stands. */
export interface PlacedTemplate {
  /** Dotted path of the field. */
  readonly field: string;
  readonly text: string;
  readonly kind: 'url' | 'route_url' | 'text';
  readonly place: Place;
}

/**
 * The request that a template belongs to, which decides what it may speak of. `issuer` is what must be known beforehand;
 * `client` is the client's own, the same for all its requests; `signature` is part of a request and may speak of its
 * body; `api` is what the vendor's code does.
 */
export type Place = 'issuer' | 'client' | 'authorize' | 'device' | 'token' | 'later' | 'signature' | 'api';

/** Every template of a definition. */
export function definitionTemplates(definition: Definition): readonly PlacedTemplate[] {
  const all: PlacedTemplate[] = [];
  const url = (field: string, text: string | undefined, place: Place, kind: PlacedTemplate['kind'] = 'url') => {
    if (text !== undefined) all.push({ field, text, kind, place });
  };
  const texts = (field: string, values: Readonly<Record<string, string>> | undefined, place: Place) => {
    for (const [name, text] of Object.entries(values ?? {}))
      all.push({ field: `${field}.${name}`, text, kind: 'text', place });
  };
  const request = (field: string, given: Partial<RequestDefinition> | undefined, place: Place) => {
    url(`${field}.url`, given?.url, place);
    url(`${field}.urlFallback`, given?.urlFallback, place);
    texts(`${field}.headers`, given?.headers, place);
    texts(`${field}.parameters`, given?.parameters, place);
    if (given?.signature)
      all.push({ field: `${field}.signature.over`, text: given.signature.over, kind: 'text', place: 'signature' });
  };
  const { issuer, authorize, callback, token, exchange, refresh, revoke, steps = [], api, resource = [] } = definition;
  url('issuer', issuer, 'issuer');
  const authorizeKind = authorize?.placement === 'fragment' ? 'route_url' : 'url';
  url('authorize.url', authorize?.url, 'authorize', authorizeKind);
  url('authorize.urlFallback', authorize?.urlFallback, 'authorize', authorizeKind);
  url('authorize.pushedUrl', authorize?.pushedUrl, 'issuer');
  if (callback?.redirectUri !== undefined)
    all.push({ field: 'callback.redirectUri', text: callback.redirectUri, kind: 'text', place: 'issuer' });
  texts('authorize.parameters', authorize?.parameters, 'authorize');
  request('token', token, 'token');
  request('device', definition.device, 'device');
  const assertion = (field: string, given: Definition['assertion'], place: Place) => {
    const { claims, lifetime: _, ...others } = given ?? {};
    texts(field, others, place);
    texts(`${field}.claims`, claims, place);
  };
  assertion('assertion', definition.assertion, 'token');
  assertion('client.signedSecret', definition.client?.signedSecret, 'client');
  request('exchange', exchange, 'later');
  request('refresh', refresh, 'later');
  request('revoke', revoke, 'later');
  request('introspect', definition.introspect, 'later');
  url('registration.url', definition.registration?.url, 'issuer');
  for (const [index, step] of steps.entries()) request(`steps.${index}`, step, 'later');
  for (const [index, text] of resource.entries())
    all.push({ field: `resource.${index}`, text, kind: 'text', place: 'issuer' });
  url('api.baseUrl', api?.baseUrl, 'api');
  url('api.baseUrlFallback', api?.baseUrlFallback, 'api');
  texts('api.headers', api?.headers, 'api');
  request('api.probe', api?.probe, 'later');
  return all;
}

/** Every URL of a definition with its field. */
export function definitionUrls(definition: Definition): readonly (readonly [field: string, url: string])[] {
  return definitionTemplates(definition)
    .filter(({ kind }) => kind !== 'text')
    .map(({ field, text }) => [field, text] as const);
}
