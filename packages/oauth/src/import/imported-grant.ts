import type { ConnectionId, GrantId, OrganizationId } from '../ids.js';
import type { ConnectionToAuthorize, NewGrant, Ports } from '../ports.js';
import { resolveAuthorizationServer } from '../provider/authorization-server.js';
import { isGrantedDirectly } from '../provider/grant-type.js';
import { placeholdersOf } from '../provider/template.js';
import { uniform } from '../random.js';
import { chooseRedirectUri } from '../redirect/choose-redirect-uri.js';
import { expiringShare } from '../refresh/expiring.js';
import { grantEnds } from '../refresh/grant-ends.js';
import { type Secret, secret } from '../secret.js';
import { isRenewable } from '../token/renewable.js';
import { serializeTokenSet, type TokenSet } from '../token/token-set.js';

/** Tokens that were issued to somebody else's system for the same client, and now are Latchkey's to keep alive. */
export interface ExistingTokens {
  readonly accessToken: Secret;
  readonly refreshToken?: Secret;
  /** `Bearer` when it is not said. */
  readonly tokenType?: string;
  /** Seconds that the access token is still good for, 0 or below when it has ended; absent: unknown. */
  readonly expiresInSeconds?: number;
  readonly scopes?: readonly string[];
  /** Further members of the token response. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Callback parameters that requests and the vendor's code need, such as a realm id. */
  readonly context?: Readonly<Record<string, string>>;
  readonly account?: { readonly label?: string; readonly subject?: string };
  /** That of the authorization request; a server may want it again at each refresh (RFC 6749 section 4.1.3). */
  readonly redirectUri?: string;
  /** `now`: refresh it at once, to see that it can be; else it is due when its life asks for it. */
  readonly refresh: 'when_due' | 'now';
}

export type ImportedGrant =
  | { readonly kind: 'grant'; readonly grant: NewGrant }
  /** Something that the connection needs is missing, or the tokens are of no use; `field` names it. */
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

/** Tokens that have ended, or whose end nobody knows, are refreshed at some moment of this span. */
const endedSpreadMs = 10 * 60 * 1000;

/**
 * Makes a grant of existing tokens, bound to the connection's client and endpoints of now. What one call imports comes
 * from one moment, so the first refreshes are spread evenly over the remaining life (RELIABILITY, "Times").
 */
export async function importedGrant(
  ports: Pick<Ports, 'random' | 'vault'>,
  found: ConnectionToAuthorize,
  input: {
    readonly grantId: GrantId;
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    /** The callback door's public base URL, from configuration. */
    readonly publicBaseUrl: string;
    readonly tokens: ExistingTokens;
    /** For many of one config, {@link resolveOnce}. */
    readonly resolve?: typeof resolveAuthorizationServer;
  },
): Promise<ImportedGrant> {
  const { definition, environment, client } = found;
  const { grantId, organizationId, connectionId, tokens: given, resolve = resolveAuthorizationServer } = input;
  if (isGrantedDirectly(definition.grantType))
    return refused('connectionId', 'has a grant type that needs no consent: press Test instead of importing tokens');
  if (!client)
    return definition.client?.owner === 'connection'
      ? refused('connectionId', 'has no client id of its own yet')
      : refused('connectionId', `its connection config has no client id for the environment ${environment}`);
  const resolved = resolve(definition, found.inputs);
  if (resolved.kind === 'refused')
    return refused('connectionId', `is not ready: ${resolved.message}; PATCH /v1/connections/{id} sets inputs`);
  const { server } = resolved;
  const landing =
    given.redirectUri === undefined
      ? await chooseRedirectUri(found, server, input)
      : ({ kind: 'chosen', redirectUri: given.redirectUri } as const);
  if (landing.kind === 'misconfigured') return refused('connectionId', `is not ready: ${landing.message}`);
  const { redirectUri } = landing;
  const unknown = placeholdersOf(server.refresh.url).find(
    ({ name }) => name.startsWith('context.') && given.context?.[name.slice('context.'.length)] === undefined,
  );
  if (unknown)
    return refused(
      'context',
      `needs ${unknown.name.slice('context.'.length)}: the address to refresh at holds {${unknown.name}}`,
    );
  const tokenType = given.tokenType === undefined || /^bearer$/i.test(given.tokenType) ? 'Bearer' : given.tokenType;
  const tokens: TokenSet = {
    accessToken: given.accessToken,
    ...(given.refreshToken ? { refreshToken: given.refreshToken } : {}),
    tokenType,
    members: secret(JSON.stringify({ ...given.members, token_type: tokenType })),
  };
  const hasRefreshToken = isRenewable(server, tokens) ? 'yes' : 'no';
  const { expiresInSeconds } = given;
  if (hasRefreshToken === 'no' && expiresInSeconds !== undefined && expiresInSeconds <= 0)
    return refused('refreshToken', 'is required: the access token has ended');
  const sealed = await ports.vault.seal(
    { organizationId, row: grantId, field: 'grant_token.token_set' },
    serializeTokenSet(tokens),
  );
  const dueInMs = firstDueInMs(ports, { ...given, hasRefreshToken });
  // How old the consent is nobody says: only what begins anew with each refresh can be counted from now.
  const { absolute: _, ...ends } = hasRefreshToken === 'yes' ? grantEnds(server, {}) : {};
  return {
    kind: 'grant',
    grant: {
      grantId,
      organizationId,
      connectionId,
      terms: {
        server,
        clientRowId: client.rowId,
        clientId: client.clientId,
        redirectUri,
        definitionVersion: found.definitionVersion,
      },
      tokens: {
        tokenSet: sealed,
        hasRefreshToken,
        ...(expiresInSeconds === undefined ? {} : { expiresInSeconds: Math.max(expiresInSeconds, 0) }),
        elapsedMs: 0,
        ends,
        ...(dueInMs === undefined ? {} : { dueInMs }),
        grantedScopes: given.scopes ?? found.scopes,
      },
      requestedScopes: found.scopes,
      context: given.context ?? {},
      ...(given.account ? { account: given.account } : {}),
    },
  };
}

/**
 * Remaining life × U(0,1) × U(0.70, 0.85) holds the peak rate of the first cycle, and of those after it, near the
 * uniform one; U(0.70, 0.85) alone peaks at five times that.
 */
function firstDueInMs(
  ports: Pick<Ports, 'random'>,
  {
    refresh,
    expiresInSeconds,
    hasRefreshToken,
  }: Pick<ExistingTokens, 'refresh' | 'expiresInSeconds'> & { readonly hasRefreshToken: 'yes' | 'no' },
): number | undefined {
  // Without a refresh token it is due when its end is near, so that the loss of access is told ahead.
  if (hasRefreshToken === 'no')
    return expiresInSeconds === undefined ? undefined : expiresInSeconds * 1000 * expiringShare;
  if (refresh === 'now') return 0;
  if (expiresInSeconds === undefined || expiresInSeconds <= 0) return uniform(ports.random, 0, endedSpreadMs);
  return expiresInSeconds * 1000 * uniform(ports.random, 0, 1) * uniform(ports.random, 0.7, 0.85);
}

function refused(field: string, message: string): ImportedGrant {
  return { kind: 'refused', field, message };
}
