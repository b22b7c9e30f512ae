import { type Answer, errorAnswer } from './answer.js';
import type { ClientAuthMethod, RegisteredClient } from './options.js';
import type { ServerRequest } from './server-request.js';

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly method: ClientAuthMethod;
}

/** Client id and secret of a Basic header, each form-decoded (RFC 6749 §2.3.1); undefined when it is none. */
export function readBasicCredentials(
  header: string | undefined,
): { readonly clientId: string; readonly clientSecret: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    return { clientId: formDecode(text.slice(0, colon)), clientSecret: formDecode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** The client that the request claims to be, unchecked: for the ledger and for the script. */
export function claimedClientId(request: ServerRequest): string | undefined {
  return readBasicCredentials(request.headers.authorization)?.clientId ?? request.parameters.get('client_id');
}

/** Checks the client's secret, by the one method that it is registered for; answers the client or the refusal. */
export function authenticateClient(
  clients: ReadonlyMap<string, RegisteredClient>,
  request: ServerRequest,
): { readonly client: RegisteredClient } | { readonly refusal: Answer } {
  const credentials = readCredentials(request);
  if ('refusal' in credentials) return credentials;
  const client = clients.get(credentials.clientId);
  if (!client) return invalidClient('This client is not registered');
  if (client.authMethod !== credentials.method) return invalidClient(`This client must use ${client.authMethod}`);
  if (client.clientSecret !== credentials.clientSecret) return invalidClient('The client secret is wrong');
  return { client };
}

function readCredentials(request: ServerRequest): Credentials | { readonly refusal: Answer } {
  const clientId = request.parameters.get('client_id');
  const clientSecret = request.parameters.get('client_secret');
  const { authorization } = request.headers;
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined) return invalidClient('No client credentials');
    return { clientId, clientSecret, method: 'client_secret_post' };
  }
  const basic = readBasicCredentials(authorization);
  if (!basic) return invalidClient('The Authorization header holds no Basic credentials');
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId)) {
    return { refusal: errorAnswer('invalid_request', 'More than one way of client authentication') };
  }
  return { ...basic, method: 'client_secret_basic' };
}

function invalidClient(description: string): { readonly refusal: Answer } {
  return { refusal: errorAnswer('invalid_client', description) };
}
