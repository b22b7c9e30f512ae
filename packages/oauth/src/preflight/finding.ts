/** `cannot_tell`: the provider's answers do not show it, and nothing is guessed. */
export type Severity = 'ok' | 'warning' | 'error' | 'cannot_tell';

/** One thing that a preflight found out about a registration. No text of it holds a secret. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Path of the member of the config that it is about, as `environments.production.clientSecret`. */
  readonly field: string;
  /** What it means, in one sentence, and what was seen. */
  readonly message: string;
  /** What to do, in one sentence. */
  readonly cure: string;
}

const nothing = 'Nothing needs to be done.';

/** Every finding: its severity, its meaning and its cure, each in one sentence. */
export const findingTexts = {
  urls_complete: ['ok', 'Every URL of the definition is well formed.', nothing],
  url_incomplete: [
    'cannot_tell',
    'A URL of the definition cannot be completed without a value that is asked for later.',
    'Repeat the check with a value for the input in `inputs`.',
  ],
  input_refused: [
    'error',
    'The value of an input does not fit what the definition asks for.',
    'Give a value of the form that the input describes.',
  ],
  input_needed: [
    'warning',
    'A required input has no default, so nobody can connect before it is given.',
    "Set a default, or give each connection's value with PATCH /v1/connections/{id}.",
  ],
  client_id_missing: [
    'error',
    'The environment has no client id, so nobody can connect in it.',
    'Register an application at the provider and save its client id.',
  ],
  client_secret_missing: [
    'warning',
    'The environment has no client secret although the definition authenticates the client with one.',
    'Save the client secret, or set `clientAuthentication` to `none` for a public client.',
  ],
  client_of_connection: [
    'cannot_tell',
    'Each customer brings client credentials of their own, so there is none to try here.',
    'Try one customer’s connection in the wizard.',
  ],
  client_accepted: ['ok', 'The token endpoint accepts the client credentials.', nothing],
  client_refused: [
    'error',
    'The token endpoint refuses the client credentials.',
    'Copy the client id and secret from the provider again, and check that `clientAuthentication` is the way it wants.',
  ],
  client_may_not: [
    'error',
    'The provider knows the client but does not allow it this grant type.',
    'Allow the grant type in the application’s settings at the provider.',
  ],
  grant_type_unsupported: [
    'error',
    'The token endpoint does not support the grant type that the definition sends.',
    'Correct `grantType` of the definition, or its token URL.',
  ],
  scope_refused: [
    'error',
    'The provider refuses the scopes of the config.',
    'Ask only for scopes that the application may have at the provider.',
  ],
  token_request_refused: [
    'warning',
    'The token endpoint knows the client credentials but refuses the request for another reason.',
    'Compare the scopes and parameters of the definition with the provider’s documentation.',
  ],
  client_unclear_code_first: [
    'cannot_tell',
    'The token endpoint answers the same to a wrong client secret, because it looks at the code before the client.',
    'Connect once in the wizard to see whether the client secret is right.',
  ],
  client_unclear: [
    'cannot_tell',
    'The token endpoint answers the same to every request, so a wrong client secret cannot be told from a wrong code or a firewall.',
    'Connect once in the wizard to see whether the client secret is right.',
  ],
  client_likely_refused: [
    'cannot_tell',
    'The token endpoint answers 401 to every request without saying why: most likely the client credentials are wrong.',
    'Copy the client id and secret from the provider again; when they are right, connect once in the wizard.',
  ],
  client_not_tried: [
    'cannot_tell',
    'This grant type needs values of a connection, so the client credentials were not tried.',
    'Test one connection to see whether the client credentials are right.',
  ],
  token_unexpected: [
    'cannot_tell',
    'The token endpoint answered with success to a code that was never issued, so its answers show nothing.',
    'Check that the token URL is the one that the provider documents.',
  ],
  request_unbuildable: [
    'cannot_tell',
    'A request of the definition cannot be made before a connection has brought what it needs.',
    'Connect once in the wizard to see whether it works.',
  ],
  endpoint_reached: ['ok', 'The endpoint answers.', nothing],
  endpoint_unreachable: [
    'error',
    'The endpoint cannot be reached.',
    'Correct the URL (host name, port, certificate), or, when it is right, let this server reach it: its DNS, firewall and proxy.',
  ],
  endpoint_missing: [
    'error',
    'The host answers but knows no such endpoint.',
    'Correct the path of the URL from the provider’s documentation.',
  ],
  endpoint_silent: [
    'cannot_tell',
    'The endpoint took the request and gave no whole answer.',
    'Repeat the check later, and ask the provider when it stays so.',
  ],
  endpoint_failing: ['cannot_tell', 'The endpoint fails or asks to wait at the moment.', 'Repeat the check later.'],
  redirect_uri_known: [
    'ok',
    'The authorization endpoint takes our callback URL and treats an unknown one differently.',
    nothing,
  ],
  redirect_uri_unknown: [
    'error',
    'The authorization endpoint does not know our callback URL.',
    'Register the config’s `callbackUrl` of this environment at the provider, character by character.',
  ],
  authorization_client_unknown: [
    'error',
    'The authorization endpoint does not know the client id.',
    'Copy the client id from the provider again, and check that the URL belongs to the same environment.',
  ],
  authorization_refused: [
    'error',
    'The authorization endpoint refuses the request before anybody could consent.',
    'Check the client id, the registered callback URL and the scopes at the provider.',
  ],
  redirect_uri_unclear: [
    'cannot_tell',
    'The authorization endpoint answers the same for an unknown callback URL, because people sign in first.',
    'Connect once in the wizard to see whether the callback URL is registered.',
  ],
  discovery_agrees: ['ok', 'What the issuer publishes of its endpoints agrees with the definition.', nothing],
  discovery_differs: [
    'warning',
    'The issuer publishes another URL for this endpoint than the definition has.',
    'Take the published URL, unless the provider’s documentation says otherwise.',
  ],
  discovery_absent: [
    'cannot_tell',
    'The issuer publishes nothing that could be compared with the definition.',
    'Check that `issuer` is written exactly as the provider writes it.',
  ],
  offline_scope_missing: [
    'warning',
    'The provider has a scope for access while the person is away, and the config does not ask for it.',
    'Add the scope, or customers have to reconnect when their access token expires.',
  ],
  required_scope_missing: [
    'warning',
    'The definition calls a scope required that the config does not ask for.',
    'Add the scope to `scopes`.',
  ],
  pkce_off: [
    'warning',
    'PKCE is off, so a stolen authorization code can be redeemed by whoever has the client secret.',
    'Leave out `authorize.pkce` unless the provider breaks on it.',
  ],
  pkce_plain: [
    'warning',
    'PKCE sends its verifier in the clear, which protects less than S256.',
    'Leave out `authorize.pkce` unless the provider takes only `plain`.',
  ],
  revocation_missing: [
    'warning',
    'The definition has no revocation endpoint, so access at the provider outlives Disconnect.',
    'Give `revoke.url` when the provider documents one.',
  ],
} as const satisfies Readonly<Record<string, readonly [Severity, string, string]>>;

export type FindingCode = keyof typeof findingTexts;

/** A finding about a field; `seen` tells in a few words what was observed. */
export function finding(code: FindingCode, field: string, seen?: string): Finding {
  const [severity, meaning, cure] = findingTexts[code];
  return { code, severity, field, message: seen === undefined ? meaning : `${meaning} (${seen})`, cure };
}
