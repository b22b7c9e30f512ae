import { type AuthorizationServer, resolveAuthorizationServer } from '../provider/authorization-server.js';
import { placeholdersOf } from '../provider/template.js';
import type { Secret } from '../secret.js';
import type { RequestClient } from '../token/request-values.js';
import { checkClient, type PreflightPorts, type TriedRegistration } from './check-client.js';
import { type ConfigFacts, checkDefinition } from './check-definition.js';
import { checkDiscovery } from './check-discovery.js';
import { checkRedirectUri } from './check-redirect-uri.js';
import { checkRevocation } from './check-revocation.js';
import { type Finding, finding } from './finding.js';

/** A config's environment as it would be used. */
export interface Registration extends Omit<ConfigFacts, 'given'> {
  readonly environment: string;
  /** Absent while the vendor has given none. */
  readonly client?: { readonly clientId: string; readonly current?: Secret; readonly next?: Secret };
  readonly redirectUri: string;
  /** Values to try the inputs with. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly secretInputs: Readonly<Record<string, Secret>>;
}

/**
 * Preflight: everything that can be found out of a registration before a customer does. Asks the provider's endpoints a
 * few harmless questions, one after the other at each; nothing is stored, and no finding holds a secret.
 */
export async function checkRegistration(ports: PreflightPorts, given: Registration): Promise<readonly Finding[]> {
  const { definition, environment, inputs, secretInputs, client } = given;
  const place = `environments.${environment}`;
  const named = [...Object.keys(inputs), ...Object.keys(secretInputs)];
  const findings = [...checkDefinition({ ...given, given: named }), ...clientFindings(given, place)];
  const resolved = resolveAuthorizationServer(definition, inputs);
  if (resolved.kind === 'refused') {
    const code = resolved.field.startsWith('inputs.') ? 'input_refused' : 'url_incomplete';
    const field = code === 'input_refused' ? resolved.field : `definition.${resolved.field}`;
    return [...findings, finding(code, field, resolved.message)];
  }
  const { server } = resolved;
  const learnt = learntInUrls(server);
  findings.push(
    finding('urls_complete', 'definition', learnt.length > 0 ? `connecting brings ${learnt.join(', ')}` : undefined),
  );
  if (!client) return [...findings, ...(await checkDiscovery(ports, server))];
  const redirectUri = server.callback.redirectUri ?? given.redirectUri;
  const tried = (one: RequestClient): TriedRegistration => ({
    server,
    values: { client: one, inputs: secretInputs },
    redirectUri,
    scopes: given.scopes,
  });
  const { clientId, current } = client;
  const present = tried({ clientId, ...(current ? { clientSecret: current } : {}) });
  const asked = await Promise.all([
    clientsOf(ports, tried, client, place),
    checkRedirectUri(ports, present, `${place}.callbackUrl`),
    checkRevocation(ports, present),
    checkDiscovery(ports, server),
  ]);
  return [...findings, ...asked.flat()];
}

async function clientsOf(
  ports: PreflightPorts,
  tried: (client: RequestClient) => TriedRegistration,
  { clientId, current, next }: NonNullable<Registration['client']>,
  place: string,
): Promise<readonly Finding[]> {
  const one = tried({ clientId, ...(current ? { clientSecret: current } : {}) });
  const { grantType } = one.server;
  const field = `${place}.${current ? 'clientSecret' : 'clientId'}`;
  if (grantType !== 'authorization_code' && grantType !== 'client_credentials')
    return [finding('client_not_tried', field)];
  const findings = [...(await checkClient(ports, one, field))];
  if (next)
    findings.push(
      ...(await checkClient(ports, tried({ clientId, clientSecret: next }), `${place}.nextClientSecret`)).filter(
        ({ code }) => code !== 'endpoint_reached',
      ),
    );
  return findings;
}

function clientFindings(given: Registration, place: string): readonly Finding[] {
  const { client, definition } = given;
  if (!client && definition.client?.owner === 'connection')
    return [finding('client_of_connection', 'definition.client')];
  if (!client) return [finding('client_id_missing', `${place}.clientId`)];
  return client.current || !needsSecret(given) ? [] : [finding('client_secret_missing', `${place}.clientSecret`)];
}

function needsSecret({ definition }: Registration): boolean {
  const way = definition.token.clientAuthentication;
  return way !== 'none' && way !== 'bearer_token';
}

/** Placeholders in the URLs of a server that only connecting gives a value, such as `{context.realm}`. */
function learntInUrls({ token, refresh, revoke }: AuthorizationServer): readonly string[] {
  const names = [token, refresh, ...(revoke ? [revoke] : [])]
    .flatMap(({ url }) => placeholdersOf(url))
    .map(({ name }) => `{${name}}`);
  return [...new Set(names)];
}
