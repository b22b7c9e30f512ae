import type { AuthorizationSessionId, ConnectionId, OrganizationId, WizardSessionId } from '../ids.js';
import type { Ports } from '../ports.js';
import { resolveAuthorizationServer } from '../provider/authorization-server.js';
import { sha256 } from '../random.js';
import { chooseRedirectUri } from '../redirect/choose-redirect-uri.js';
import { openClient, openSecretInputs } from '../token/open-client.js';
import { traced } from '../tracing-port.js';
import { authorizationRequestUrl } from './authorization-request.js';
import { type Completion, completionProblem } from './completion.js';
import { codeChallenge, createCodeVerifier } from './pkce.js';
import { isPushing, pushAuthorizationRequest } from './pushed-authorization-request.js';
import { createState } from './state.js';

/** Codes live ten minutes at most (RFC 6749 section 4.1.2); so does what we remember. */
export const authorizationSessionSeconds = 600;

export type StartedAuthorization =
  | {
      readonly kind: 'started';
      readonly authorizationSessionId: AuthorizationSessionId;
      readonly authorizationUrl: string;
      readonly providerName: string;
      readonly expiresInSeconds: number;
    }
  | { readonly kind: 'not_found' }
  /** The vendor's configuration lacks something; `field` names it. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string }
  /** The provider could not take the pushed authorization request now (RFC 9126); nothing is kept. */
  | { readonly kind: 'unavailable'; readonly message: string };

/**
 * Starts an authorization for one connection and one browser (RFC 6749 section 4.1): freezes the endpoints, remembers
 * who started, and gives the URL to send that browser to. Where the definition says so, the request is pushed first
 * (RFC 9126).
 */
export async function startAuthorization(
  ports: Pick<
    Ports,
    'connections' | 'authorizationSessions' | 'clock' | 'random' | 'vault' | 'transport' | 'times' | 'tracing'
  >,
  input: {
    readonly authorizationSessionId: AuthorizationSessionId;
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly wizardSessionId?: WizardSessionId;
    /** SHA-256 of the starting browser's cookie. */
    readonly browserHash: Uint8Array;
    readonly display: 'popup' | 'page';
    readonly region: string;
    /** Public base URL of the redirect URIs, from configuration. */
    readonly publicBaseUrl: string;
    /** Public base URL of the door that this browser is at, where it is another one. */
    readonly origin?: string;
    /** How it is finished where that is not a wizard session; the connection config must say the same. */
    readonly completion?: Completion;
    /** Who pressed Connect, for the log. */
    readonly actor?: string;
  },
): Promise<StartedAuthorization> {
  const { organizationId, connectionId } = input;
  const found = await ports.connections.findToAuthorize(organizationId, connectionId);
  if (!found) return { kind: 'not_found' };
  const { client, definition, environment, scopes, connectionConfigId } = found;
  const way = input.completion?.kind ?? 'wizard';
  if (found.completion !== way)
    return {
      kind: 'misconfigured',
      field: 'completion',
      message: `The connection config says ${found.completion}, so nothing is started for ${way}.`,
    };
  if (!client)
    return {
      kind: 'misconfigured',
      ...(definition.client?.owner === 'connection'
        ? { field: 'clientId', message: 'The connection has no client id of its own yet.' }
        : {
            field: `environments.${environment}.clientId`,
            message: 'The connection config has no client id for this environment.',
          }),
    };
  const resolved = resolveAuthorizationServer(definition, found.inputs);
  if (resolved.kind === 'refused') return { kind: 'misconfigured', field: resolved.field, message: resolved.message };

  const { server } = resolved;
  const { authorize } = server;
  if (!authorize)
    return {
      kind: 'misconfigured',
      field: 'grantType',
      message: 'This connection needs no consent: there is nothing to send a browser to.',
    };
  const problem = completionProblem(server, way);
  if (problem !== undefined) return { kind: 'misconfigured', field: 'completion', message: problem };
  const landing = await chooseRedirectUri(found, server, input);
  if (landing.kind === 'misconfigured') return landing;
  const { redirectUri } = landing;
  const state = createState(ports.random, input.region);
  const stateHash = await sha256(state);
  return await traced(
    ports,
    () => ({
      ...{ name: 'authorize', flow: stateHash },
      attributes: {
        'latchkey.organization_id': organizationId,
        'latchkey.connection_id': connectionId,
        'latchkey.provider': server.name,
      },
    }),
    async (): Promise<StartedAuthorization> => {
      const codeVerifier = authorize.pkce === 'none' ? undefined : createCodeVerifier(ports.random);
      const challenge = codeVerifier ? await codeChallenge(authorize.pkce, codeVerifier) : undefined;
      const redirecting = { ...server, authorize };
      const request = {
        clientId: client.clientId,
        redirectUri,
        scopes,
        state,
        ...(challenge === undefined ? {} : { codeChallenge: challenge }),
      };
      const inputs = await openSecretInputs(ports, found, input);
      const built = isPushing(redirecting)
        ? await pushAuthorizationRequest(ports, redirecting, request, {
            client: await openClient(ports, { organizationId, client, terms: { clientId: client.clientId } }),
            inputs,
          })
        : authorizationRequestUrl(ports, redirecting, request, { client: { clientId: client.clientId }, inputs });
      if (built.kind === 'refused') return { kind: 'misconfigured', field: 'authorize', message: built.message };
      if (built.kind === 'misconfigured') return { ...built, field: 'authorize.pushedUrl' };
      if (built.kind === 'unavailable') return built;
      await ports.authorizationSessions.create(
        {
          id: input.authorizationSessionId,
          organizationId,
          connectionId,
          connectionConfigId,
          environment,
          stateHash,
          ...(input.wizardSessionId ? { wizardSessionId: input.wizardSessionId } : {}),
          browserHash: input.browserHash,
          origin: input.origin ?? input.publicBaseUrl,
          ...(input.completion ? { completion: input.completion } : {}),
          ...(codeVerifier
            ? {
                codeVerifier: await ports.vault.seal(
                  { organizationId, row: input.authorizationSessionId, field: 'authorization_session.code_verifier' },
                  codeVerifier,
                ),
              }
            : {}),
          terms: {
            server,
            clientRowId: client.rowId,
            clientId: client.clientId,
            redirectUri,
            definitionVersion: found.definitionVersion,
          },
          requestedScopes: scopes,
          display: input.display,
          lifetimeSeconds: authorizationSessionSeconds,
        },
        { kind: 'authorization_started', ...(input.actor === undefined ? {} : { actor: input.actor }) },
      );
      return {
        kind: 'started',
        authorizationSessionId: input.authorizationSessionId,
        authorizationUrl: built.url,
        providerName: server.name,
        expiresInSeconds: authorizationSessionSeconds,
      };
    },
  );
}
