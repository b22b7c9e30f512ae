/**
 * The one list of member names whose values never reach a log, as header names and as the names of bodies, forms and
 * our own options. `code` and `state` are words of ours too (an error's code, a job's state): see `redactCensor`.
 */
const secretNames: readonly string[] = [
  // Headers
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'Cookie',
  'set-cookie',
  'Set-Cookie',
  'x-api-key',
  'x-csrf-token',
  'dpop',
  // RFC 6749, 7523, 7636, 8693 and OpenID Connect
  'client_secret',
  'client_assertion',
  'assertion',
  'code',
  'code_verifier',
  'access_token',
  'refresh_token',
  'id_token',
  'subject_token',
  'actor_token',
  'token',
  'password',
  'state',
  // Ours
  'clientSecret',
  'codeVerifier',
  'completionCode',
  'completionVerifier',
  'accessToken',
  'refreshToken',
  'idToken',
  'apiKey',
  'csrf',
  'csrfToken',
  'secret',
  'ticket',
  'plaintext',
];

/** How deep below a log line's own members the names are looked for. */
const levels = ['', '*.', '*.*.', '*.*.*.'];

/** Members that hold an error. Below a wildcard pino does not tell the censor the parent, so they are named too. */
const errorNames = ['err', 'error', 'cause'];

/** The paths for pino's `redact` option: every secret name, up to three levels down. */
export const redactPaths: readonly string[] = [
  ...errorNames.map((name) => `${name}.code`),
  ...levels.flatMap((prefix) =>
    secretNames.map((name) => (name.includes('-') ? `${prefix.slice(0, -1)}["${name}"]` : `${prefix}${name}`)),
  ),
];

/**
 * The `censor` for pino's `redact` option: `[redacted]`, except for what plainly is not a secret: an error's code
 * (`ECONNREFUSED`, an SQLSTATE, a number) and a state that is one plain word (`active`).
 */
export function redactCensor(value: unknown, path: readonly (string | number)[]): unknown {
  const name = path.at(-1);
  const ofError = errorNames.includes(String(path.at(-2)));
  if (name === 'code' && ofError && (typeof value === 'number' || isErrorCode(value))) return value;
  if (name === 'state' && typeof value === 'string' && /^[a-z_]{1,24}$/.test(value)) return value;
  return '[redacted]';
}

function isErrorCode(value: unknown): boolean {
  return typeof value === 'string' && (/^[A-Z][A-Z_]*(?:_[A-Z0-9]+)*$/.test(value) || /^[0-9A-Z]{5}$/.test(value));
}

/** pino's `redact` option, whole: `pino({ redact: redaction, … })`. */
export const redaction: {
  paths: string[];
  censor: (value: unknown, path: string[]) => unknown;
} = { paths: [...redactPaths], censor: redactCensor };
