import type { HttpRequest } from '../ports.js';
import type { StandardParameter } from '../provider/definition.js';
import { type Endpoint, filledUrlProblem } from '../provider/endpoint.js';
import { fillTemplate } from '../provider/template.js';
import { sha256 } from '../random.js';
import { secret } from '../secret.js';
import { authenticateClient, type ClientProof } from './client-authentication.js';
import { filledTexts } from './filled-texts.js';
import { type Lookup, type RequestPorts, type RequestValues, requestLookup } from './request-values.js';
import { signedAssertion } from './signed-assertion.js';
import { hmacSha256, UnusableKey } from './signed-jwt.js';
import { xmlBody } from './xml-body.js';

export type StandardParameters = readonly (readonly [StandardParameter, string])[];
type Parameters = readonly (readonly [string, string])[];

/** A request that is ready, or why the definition and what is known do not make one: nothing was sent. */
export type BuiltRequest =
  | { readonly kind: 'request'; readonly request: HttpRequest }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * The request to one of the authorization server's own endpoints, as its definition says: standard parameters under
 * their names there, extra ones, the client's proof, encoding and headers.
 */
export async function endpointRequest(
  ports: RequestPorts,
  endpoint: Endpoint,
  given: RequestValues,
  standard: Parameters,
  issuer?: string,
): Promise<BuiltRequest> {
  const known = await withSignedSecret(ports, endpoint, given, issuer);
  if (known.kind === 'refused') return known;
  const { values } = known;
  const lookup = requestLookup(ports, values);
  const url = fillTemplate(endpoint.url, lookup);
  if (url.kind === 'missing') return { kind: 'refused', message: `the URL has no value for {${url.name}}` };
  if (url.kind === 'refused') return url;
  const astray = filledUrlProblem(url.text, endpoint.hosts);
  if (astray) return { kind: 'refused', message: `the URL ${astray}` };

  const extra = filledTexts(endpoint.parameters, lookup);
  if (extra.kind === 'refused') return extra;
  const proving = authenticateClient(ports, values.client, {
    clientAuthentication: endpoint.clientAuthentication,
    ...(endpoint.authorizationScheme === undefined ? {} : { authorizationScheme: endpoint.authorizationScheme }),
    audience: issuer ?? url.text,
    ...(values.tokens ? { token: values.tokens.accessToken } : {}),
  });
  const proof = await proving.catch((error: unknown) => {
    if (error instanceof UnusableKey) return { kind: 'refused', message: error.message } as const;
    throw error;
  });
  if ('kind' in proof) return proof;
  const parameters = allParameters(endpoint, standard, extra.texts, proof);
  const written = write(endpoint, url.text, parameters);
  if (written.kind === 'refused') return written;
  const headers = filledTexts(endpoint.headers, lookup);
  if (headers.kind === 'refused') return headers;
  const signed = await signatureHeader(endpoint, lookup, written.content.body ?? '');
  if (signed.kind === 'refused') return signed;
  return {
    kind: 'request',
    request: {
      method: endpoint.method,
      url: written.url,
      ...(written.content.body === undefined ? {} : { body: written.content.body }),
      headers: {
        accept: 'application/json',
        ...(written.content.type === undefined ? {} : { 'content-type': written.content.type }),
        ...proof.headers,
        ...Object.fromEntries(headers.texts.map(([name, value]) => [name.toLowerCase(), value])),
        ...signed.headers,
      },
      ...(proof.certificate ? { clientCertificate: proof.certificate } : {}),
    },
  };
}

/** Where the client secret of a server is itself an assertion, it is made anew for each request. */
async function withSignedSecret(
  ports: RequestPorts,
  { signedSecret, url }: Endpoint,
  values: RequestValues,
  issuer: string | undefined,
): Promise<
  { readonly kind: 'values'; readonly values: RequestValues } | { readonly kind: 'refused'; readonly message: string }
> {
  if (!signedSecret) return { kind: 'values', values };
  const made = await signedAssertion(ports, signedSecret, issuer ?? url, values);
  if (made.kind === 'refused') return { kind: 'refused', message: `the client secret cannot be made: ${made.message}` };
  const client = { clientId: values.client.clientId, clientSecret: secret(made.jwt) };
  return { kind: 'values', values: { ...values, client } };
}

/**
 * The client's proof replaces what was said of the client before, extra parameters replace standard ones of the same name;
 * then some are renamed and some left out.
 */
function allParameters(endpoint: Endpoint, standard: Parameters, extra: Parameters, proof: ClientProof): Parameters {
  const replaced = new Set(extra.map(([name]) => name));
  const proven = new Set(proof.parameters.map(([name]) => name));
  const omitted = new Set<string>(endpoint.omit);
  const names: Readonly<Record<string, string | undefined>> = endpoint.names;
  const unproven = standard.filter(([name]) => !proven.has(name));
  const own = [...unproven, ...proof.parameters].filter(([name]) => !replaced.has(name));
  return [...own, ...extra]
    .filter(([name]) => !omitted.has(name))
    .map(([name, value]) => [(Object.hasOwn(names, name) ? names[name] : undefined) ?? name, value] as const);
}

type Written =
  | {
      readonly kind: 'written';
      readonly url: string;
      readonly content: { readonly body?: string; readonly type?: string };
    }
  | { readonly kind: 'refused'; readonly message: string };

function write(endpoint: Endpoint, url: string, parameters: readonly (readonly [string, string])[]): Written {
  const form = new URLSearchParams(parameters.map((pair) => [...pair])).toString();
  switch (endpoint.body) {
    case 'form':
      return { kind: 'written', url, content: { body: form, type: 'application/x-www-form-urlencoded' } };
    case 'json':
      return {
        kind: 'written',
        url,
        content: { body: JSON.stringify(jsonMembers(parameters)), type: 'application/json' },
      };
    case 'xml': {
      const document = xmlBody(parameters, endpoint.xmlElement);
      if (document.kind === 'refused') return document;
      return { kind: 'written', url, content: { body: document.text, type: 'application/xml' } };
    }
    case 'query':
      return { kind: 'written', url: form === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${form}`, content: {} };
    case 'none':
      return { kind: 'written', url, content: {} };
  }
}

/** A parameter that is sent several times becomes a list. */
function jsonMembers(parameters: readonly (readonly [string, string])[]): Readonly<Record<string, string | string[]>> {
  const members = new Map<string, string | string[]>();
  for (const [name, value] of parameters) {
    const before = members.get(name);
    members.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
  }
  return Object.fromEntries(members);
}

async function signatureHeader(
  endpoint: Endpoint,
  lookup: Lookup,
  body: string,
): Promise<
  | { readonly kind: 'signed'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly message: string }
> {
  const { signature } = endpoint;
  if (!signature) return { kind: 'signed', headers: {} };
  const over = fillTemplate(signature.over, (name) => (name === 'request.body' ? body : lookup(name)));
  if (over.kind !== 'text')
    return { kind: 'refused', message: over.kind === 'missing' ? `the signature needs {${over.name}}` : over.message };
  const key = lookup('client.secret');
  if (signature.algorithm === 'HMAC-SHA256' && key === undefined)
    return { kind: 'refused', message: 'the signature needs the client secret' };
  const octets =
    signature.algorithm === 'SHA-256' ? await sha256(over.text) : await hmacSha256(key as string, over.text);
  return { kind: 'signed', headers: { [signature.header.toLowerCase()]: encoded(octets, signature.encoding) } };
}

function encoded(octets: Uint8Array, encoding: 'hex' | 'base64'): string {
  if (encoding === 'hex') return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return btoa(String.fromCharCode(...octets));
}
