import { plainText } from '../plain-text.js';
import type { ClientAuthentication, Definition, GrantType } from './definition.js';
import type { clientAuthentications } from './schema/request-schema.js';
import { validateDefinition } from './validate-definition.js';

/** What a server's metadata says (RFC 8414 section 2; OpenID Connect Discovery 1.0 section 3), as a definition. */
export type ServerMetadata =
  | {
      readonly kind: 'metadata';
      readonly definition: Definition;
      /** What the metadata names and a definition has no use for, or what was assumed: sentences for people. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problem: string };

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a metadata document. Total: never throws. Refused are: no JSON object, an `issuer` that is not exactly the one
 * asked for (RFC 8414 section 3.3), an endpoint that is no absolute URL, has user info or a fragment, or is not https
 * (http is taken only on the issuer's own loopback host), and no token endpoint.
 */
export function readServerMetadata(issuer: string, text: string): ServerMetadata {
  const members = parsed(text);
  if (!members) return refused('is no JSON object');
  const said = members.issuer;
  if (said !== issuer)
    return refused(
      typeof said === 'string' ? `is of the issuer ${plainText(said)}, not of the one asked for` : 'names no issuer',
    );
  const endpoints = readEndpoints(issuer, withMutualTlsAliases(members));
  if (typeof endpoints === 'string') return refused(endpoints);
  const notes: string[] = [];
  const validated = validateDefinition(definitionOf(issuer, members, endpoints, notes));
  if (validated.kind === 'definition') return { kind: 'metadata', definition: validated.definition, notes };
  const [first] = validated.problems;
  return refused(`makes no definition: ${first?.field ?? ''} ${first?.messages[0] ?? ''}`);
}

const endpointNames = {
  authorize: 'authorization_endpoint',
  token: 'token_endpoint',
  revoke: 'revocation_endpoint',
  introspect: 'introspection_endpoint',
  device: 'device_authorization_endpoint',
  pushed: 'pushed_authorization_request_endpoint',
  registration: 'registration_endpoint',
} as const;

type Endpoints = Readonly<Partial<Record<keyof typeof endpointNames, string>>> & { readonly token: string };

/** Where a client certificate is asked for, the server may have hosts of their own for the handshake (RFC 8705 section 5). */
function withMutualTlsAliases(members: Members): Members {
  const { mtls_endpoint_aliases: aliases } = members;
  const listed = texts(members.token_endpoint_auth_methods_supported);
  if (!listed || chosen(listed) !== 'tls_client_auth' || aliases === null || typeof aliases !== 'object')
    return members;
  const { authorize: _, ...called } = endpointNames;
  const own = Object.entries(aliases).filter(([name]) => Object.values<string>(called).includes(name));
  return { ...members, ...Object.fromEntries(own) };
}

function readEndpoints(issuer: string, members: Members): Endpoints | string {
  const found: Partial<Record<keyof typeof endpointNames, string>> = {};
  for (const [name, member] of Object.entries(endpointNames) as [keyof typeof endpointNames, string][]) {
    const url = members[member];
    if (url === undefined || url === null || url === '') continue;
    const problem = typeof url === 'string' ? endpointProblem(issuer, url) : 'is no text';
    if (problem) return `has a ${member} that ${problem}`;
    found[name] = url as string;
  }
  const { token } = found;
  return token === undefined ? 'has no token_endpoint' : { ...found, token };
}

function endpointProblem(issuer: string, text: string): string | undefined {
  if (text.length > 2000 || !URL.canParse(text)) return 'is no URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || text.includes('#')) return 'has user info or a fragment';
  const own = new URL(issuer);
  const isOwnLoopback = url.protocol === 'http:' && own.protocol === 'http:' && url.hostname === own.hostname;
  return url.protocol === 'https:' || isOwnLoopback ? undefined : 'is not https';
}

function definitionOf(issuer: string, members: Members, endpoints: Endpoints, notes: string[]): unknown {
  const authentication = tokenAuthentication(members, notes);
  const authorize = authorizeOf(members, endpoints, notes);
  const grants = texts(members.grant_types_supported);
  const grantType = grantTypeOf(endpoints, grants ?? []);
  if (!authorize && grantType === undefined)
    notes.push('No authorization_endpoint is named: connections cannot be made with it.');
  if (authorize && endpoints.device !== undefined)
    notes.push(
      'Device codes are supported too (RFC 8628): for them set grantType to device_code and take authorize out.',
    );
  const scopes = texts(members.scopes_supported)?.filter((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/.test(scope));
  const further = (name: 'revoke' | 'introspect', member: string) => {
    const url = endpoints[name];
    if (url === undefined) return {};
    const listed = texts(members[`${member}_auth_methods_supported`]);
    const own = listed && !listed.includes(authentication) ? chosen(listed) : undefined;
    return { [name]: { url, ...(own === undefined ? {} : { clientAuthentication: own }) } };
  };
  return {
    name: new URL(issuer).hostname.slice(0, 100),
    issuer,
    ...(grantType === undefined ? {} : { grantType }),
    ...(authorize ? { authorize } : {}),
    ...(endpoints.device === undefined ? {} : { device: { url: endpoints.device } }),
    token: {
      url: endpoints.token,
      ...(authentication === 'client_secret_basic' ? {} : { clientAuthentication: authentication }),
    },
    ...further('revoke', 'revocation_endpoint'),
    ...further('introspect', 'introspection_endpoint'),
    ...(endpoints.registration === undefined ? {} : { registration: { url: endpoints.registration } }),
    ...(scopes && scopes.length > 0 ? { scopes: [...new Set(scopes)].slice(0, 200).map((scope) => ({ scope })) } : {}),
  };
}

/** What is left where nobody can be redirected; the authorization code grant needs no word. */
function grantTypeOf(endpoints: Endpoints, grants: readonly string[]): GrantType | undefined {
  if (endpoints.authorize !== undefined) return undefined;
  if (endpoints.device !== undefined) return 'device_code';
  return grants.includes('client_credentials') ? 'client_credentials' : undefined;
}

function authorizeOf(members: Members, endpoints: Endpoints, notes: string[]): unknown {
  if (endpoints.authorize === undefined) return undefined;
  const responses = texts(members.response_types_supported);
  if (responses && !responses.includes('code'))
    notes.push('response_types_supported does not name "code": the server may refuse the authorization code grant.');
  const methods = texts(members.code_challenge_methods_supported);
  const onlyPlain = methods?.includes('plain') === true && !methods.includes('S256');
  if (!methods)
    notes.push('PKCE is not announced: S256 is sent all the same, and servers that do not know it ignore it.');
  return {
    url: endpoints.authorize,
    ...(onlyPlain ? { pkce: 'plain' } : {}),
    ...(members.authorization_response_iss_parameter_supported === true ? { iss: 'required' } : {}),
    ...(endpoints.pushed === undefined ? {} : { pushedUrl: endpoints.pushed }),
  };
}

/** RFC 8414 section 2: `client_secret_basic` where nothing is said. */
function tokenAuthentication(members: Members, notes: string[]): ClientAuthentication {
  const listed = texts(members.token_endpoint_auth_methods_supported);
  if (!listed) return 'client_secret_basic';
  const one = chosen(listed);
  const others = listed.filter((method) => method !== one).map((method) => plainText(method));
  if (!one) notes.push(`No client authentication that is known here is supported, only ${others.join(', ')}.`);
  else if (others.length > 0)
    notes.push(`The token endpoint also takes the client authentication ${others.join(', ')}.`);
  return one ?? 'client_secret_basic';
}

/** What vendors have first; a certificate or key only where nothing else is taken. */
const preferred = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'client_secret_jwt',
  'tls_client_auth',
  'none',
] as const satisfies readonly (typeof clientAuthentications)[number][];

function chosen(listed: readonly string[]): ClientAuthentication | undefined {
  return preferred.find((method) => listed.includes(method));
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function refused(problem: string): ServerMetadata {
  return { kind: 'refused', problem };
}
