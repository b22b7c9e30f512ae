import type { AuthorizationServer, AuthorizeTerms } from '../provider/authorization-server.js';
import { fillTemplate } from '../provider/template.js';
import { filledTexts } from '../token/filled-texts.js';
import { type RequestPorts, type RequestValues, requestLookup } from '../token/request-values.js';

export type BuiltUrl =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'refused'; readonly message: string };

/** What an authorization request asks for. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  /** As sent: of S256 the digest, of plain the verifier itself. */
  readonly codeChallenge?: string;
}

/**
 * The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3), each once, under the names
 * that the server takes them by. Extra ones come first.
 */
export function authorizationParametersOf(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly authorize: AuthorizeTerms },
  request: AuthorizationRequest,
  values: RequestValues,
):
  | { readonly kind: 'parameters'; readonly parameters: readonly (readonly [string, string])[] }
  | (BuiltUrl & { readonly kind: 'refused' }) {
  const { authorize } = server;
  const extra = filledTexts(authorize.parameters, requestLookup(ports, requestValues(server, values, request)));
  if (extra.kind === 'refused') return extra;
  const { scope, others } = scopeParameters(server, request.scopes);
  const standard: readonly (readonly [keyof AuthorizeTerms['names'], string])[] = [
    ['response_type', authorize.responseType],
    ['client_id', request.clientId],
    ['redirect_uri', request.redirectUri],
    ...(scope === '' ? [] : [['scope', scope] as const]),
    ['state', request.state],
    ...(request.codeChallenge === undefined
      ? []
      : [
          ['code_challenge', request.codeChallenge] as const,
          ['code_challenge_method', authorize.pkce === 'plain' ? 'plain' : 'S256'] as const,
        ]),
  ];
  const sent = standard
    .filter(([name]) => !authorize.omit.includes(name))
    .map(([name, value]) => [authorize.names[name] ?? name, value] as const);
  const resources = server.resource.map((uri) => ['resource', uri] as const);
  // Validation refuses these; the flow is ours all the same, whatever an older definition says.
  const ours = new Set([...sent, ...others].map(([name]) => name));
  const extras = extra.texts.filter(([name]) => !ours.has(name));
  return { kind: 'parameters', parameters: [...extras, ...sent, ...others, ...resources] };
}

/**
 * The URL of an authorization request. The endpoint's own query is kept (RFC 6749 section 3.1) and comes first; no
 * parameter appears twice.
 */
export function authorizationRequestUrl(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly authorize: AuthorizeTerms },
  request: AuthorizationRequest,
  values: RequestValues,
): BuiltUrl {
  const built = authorizationParametersOf(ports, server, request, values);
  if (built.kind === 'refused') return built;
  return authorizationUrl(ports, server, built.parameters, requestValues(server, values, request));
}

/** The authorization endpoint with these parameters. */
export function authorizationUrl(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly authorize: AuthorizeTerms },
  parameters: readonly (readonly [string, string])[],
  values: RequestValues,
): BuiltUrl {
  const { authorize } = server;
  const filled = fillTemplate(authorize.url, requestLookup(ports, values));
  if (filled.kind === 'missing') return { kind: 'refused', message: `the URL has no value for {${filled.name}}` };
  if (filled.kind === 'refused') return filled;
  const scopeNames = new Set([authorize.names.scope ?? 'scope', ...Object.values(server.scopeParameters)]);
  const query = parameters
    .map(
      ([name, value]) =>
        `${formEncode(name)}=${scopeNames.has(name) ? encodeScope(authorize, value) : formEncode(value)}`,
    )
    .join('&');
  if (authorize.placement === 'query') {
    const url = new URL(filled.text);
    const sent = new Set(parameters.map(([name]) => name));
    const own = url.search
      .slice(1)
      .split('&')
      .filter((pair) => pair !== '' && ![...new URLSearchParams(pair)].some(([name]) => sent.has(name)))
      .join('&');
    return {
      kind: 'url',
      url: `${url.href.split('?')[0]}?${own === '' ? '' : `${own}&`}${query}`,
    };
  }
  const [page = '', route = '/'] = filled.text.split('#') as [string, string?];
  return { kind: 'url', url: `${new URL(page).href}#${route}?${query}` };
}

function requestValues(
  { scopeSeparator }: AuthorizationServer,
  values: RequestValues,
  { redirectUri, state, scopes }: AuthorizationRequest,
): RequestValues {
  return { ...values, request: { redirect_uri: redirectUri, state, scope: scopes.join(scopeSeparator) } };
}

/** The scope parameter, and the parameters of those scopes that have one of their own. */
function scopeParameters(
  server: AuthorizationServer,
  scopes: readonly string[],
): { readonly scope: string; readonly others: readonly (readonly [string, string])[] } {
  const lists = new Map<string, string[]>();
  for (const scope of scopes) {
    const own = Object.hasOwn(server.scopeParameters, scope) ? server.scopeParameters[scope] : undefined;
    const name = own ?? 'scope';
    lists.set(name, [...(lists.get(name) ?? []), scope]);
  }
  const joined = [...lists].map(([name, list]) => [name, list.join(server.scopeSeparator)] as const);
  return {
    scope: joined.find(([name]) => name === 'scope')?.[1] ?? '',
    others: joined.filter(([name]) => name !== 'scope'),
  };
}

function formEncode(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

function encodeScope(authorize: AuthorizeTerms, scope: string): string {
  if (authorize.scopeEncoding === 'form') return formEncode(scope);
  const text = scope.replace(/\p{Surrogate}/gu, '\ufffd');
  if (authorize.scopeEncoding === 'percent') return encodeURIComponent(text);
  // What would end the parameter or the query, and what no URL holds, is encoded all the same.
  return text.replace(/\s+/g, '+').replace(/[^!-~]|[&#%\\]/gu, encodeURIComponent);
}
