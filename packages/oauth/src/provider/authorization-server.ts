import type { ClientAuthentication, Definition } from './definition.js';
import { expandUrlTemplate } from './template.js';

/**
 * An authorization server with every URL resolved: what a grant freezes (endpoints, ways and times, never secrets).
 * Refresh, revocation and probes of a grant go only where its frozen value says.
 */
export interface AuthorizationServer {
  readonly name: string;
  readonly issuer?: string;
  readonly authorizeUrl: string;
  readonly authorizeParameters: Readonly<Record<string, string>>;
  readonly pkce: 'S256' | 'none';
  readonly iss: 'required' | 'if_sent';
  readonly tokenUrl: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly defaultExpiresIn?: number;
  readonly refreshUrl: string;
  readonly reuseGrace?: number;
  readonly terminalErrors: readonly string[];
  readonly revokeUrl?: string;
  readonly revocationReach: 'grant' | 'account';
  readonly scopeSeparator: string;
  readonly account?: NonNullable<Definition['account']>;
  readonly exposeMembers: readonly string[];
}

export type ResolvedServer =
  | { readonly kind: 'resolved'; readonly server: AuthorizationServer }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

/** Fills a definition's URL templates from inputs; a refusal names the definition's field and says what to do. */
export function resolveAuthorizationServer(
  definition: Definition,
  inputs: Readonly<Record<string, string>>,
): ResolvedServer {
  const urls: Record<string, string> = {};
  const templates: readonly (readonly [string, string | undefined])[] = [
    ['authorize.url', definition.authorize.url],
    ['token.url', definition.token.url],
    ['refresh.url', definition.refresh?.url ?? definition.token.url],
    ['revoke.url', definition.revoke?.url],
  ];
  for (const [field, template] of templates) {
    if (template === undefined) continue;
    const expanded = expandUrlTemplate(template, inputs);
    if (expanded.kind === 'refused') return { kind: 'refused', field, message: expanded.message };
    urls[field] = expanded.url;
  }
  const { authorize, token, refresh, revoke } = definition;
  return {
    kind: 'resolved',
    server: {
      name: definition.name,
      ...(definition.issuer === undefined ? {} : { issuer: definition.issuer }),
      authorizeUrl: urls['authorize.url'] as string,
      authorizeParameters: authorize.parameters ?? {},
      pkce: authorize.pkce ?? 'S256',
      iss: authorize.iss ?? 'if_sent',
      tokenUrl: urls['token.url'] as string,
      clientAuthentication: token.clientAuthentication ?? 'client_secret_basic',
      ...(token.defaultExpiresIn === undefined ? {} : { defaultExpiresIn: token.defaultExpiresIn }),
      refreshUrl: urls['refresh.url'] as string,
      ...(refresh?.reuseGrace === undefined ? {} : { reuseGrace: refresh.reuseGrace }),
      terminalErrors: refresh?.terminalErrors ?? [],
      ...(revoke === undefined ? {} : { revokeUrl: urls['revoke.url'] as string }),
      revocationReach: revoke?.reach ?? 'grant',
      scopeSeparator: definition.scopeSeparator ?? ' ',
      ...(definition.account === undefined ? {} : { account: definition.account }),
      exposeMembers: definition.exposeMembers ?? [],
    },
  };
}
