/**
 * The one list of member names whose values never reach a log. `_` stands for `_`, `-` or nothing, and case is ignored:
 * `client_secret` is also `clientSecret` and `Client-Secret`.
 */
export const redactedNames = {
  /** As the whole name. `code` and `state` are also words of ours: see `isHarmless`. */
  whole: [
    'authorization',
    'proxy_authorization',
    'cookie',
    'set_cookie',
    'dpop',
    'assertion',
    'code',
    'state',
    'token',
    'secret',
    'csrf',
    'plaintext',
    'envelope',
  ],
  /** As the end of a name: `newClientSecret`, `x-api-key`. */
  ending: [
    'client_secret',
    'client_assertion',
    'code_verifier',
    'device_code',
    'completion_code',
    'completion_verifier',
    'access_token',
    'refresh_token',
    'id_token',
    'subject_token',
    'actor_token',
    'csrf_token',
    'api_key',
    'password',
    'ticket',
  ],
} as const;

const spelled = (names: readonly string[]) => names.map((name) => name.replaceAll('_', '[_-]?')).join('|');
const name = `(?:${spelled(redactedNames.whole)}|[\\w-]{0,40}?(?:${spelled(redactedNames.ending)}))`;
const string = '"(?:[^"\\\\]|\\\\.)*"';

/** The name of any member whose value is a string or an array. */
const memberName = /"([\w-]{1,200})":(?=["[])/g;
const secretName = new RegExp(`^${name}$`, 'i');
/** A member of the line's JSON whose value is a string or an array of strings. */
const member = new RegExp(`"(${name})":(${string}|\\[${string}(?:,${string})*\\])`, 'gi');
/** The same in JSON that was logged as text, its quotes escaped. */
const quotedMember = new RegExp(`\\\\"(${name})\\\\"(\\s*:\\s*)\\\\"[^"]*\\\\"`, 'gi');
/** A parameter of a URL or of a form. */
const parameter = new RegExp(`([?&]${name}=)[^&#"\\s\\\\]+`, 'gi');

/**
 * Replaces the values of secret members, at any depth, in one finished JSON log line. For pino:
 * `pino({ hooks: { streamWrite: redactLine } })`. It works on the written line, not through pino's `redact` paths,
 * because wildcards at three levels cost 380 µs a line against 5 µs, and because it then sees child bindings, errors
 * and any depth alike. A Secret prints as `[secret]` by itself; this is the second line of defence.
 */
export function redactLine(line: string): string {
  let redacted = line;
  // Looked for before it is replaced: nearly every line holds nothing of the kind, and one is written for each request.
  if (namesASecret(line))
    redacted = redacted.replace(member, (whole, key: string, value: string) =>
      isHarmless(key, value) ? whole : `"${key}":"[redacted]"`,
    );
  if (redacted.includes('\\"')) redacted = redacted.replace(quotedMember, '\\"$1\\"$2\\"[redacted]\\"');
  return redacted.includes('=') ? redacted.replace(parameter, '$1[redacted]') : redacted;
}

/** Whether names are secret, by the name: there are few. */
const judged = new Map<string, boolean>();
const mostJudged = 1000;

function namesASecret(line: string): boolean {
  for (const [, found = ''] of line.matchAll(memberName)) {
    let isSecret = judged.get(found);
    if (isSecret === undefined) {
      isSecret = secretName.test(found);
      if (judged.size < mostJudged) judged.set(found, isSecret);
    }
    if (isSecret) return true;
  }
  return false;
}

/** An error's code (`ECONNREFUSED`, `FST_ERR_X`, an SQLSTATE, `not_found`) and a state that is a plain word (`active`). */
function isHarmless(key: string, value: string): boolean {
  const word = /^"([a-z]{2,24}(?:_[a-z]{2,24}){0,3})"$/.test(value);
  if (key === 'state') return word;
  return key === 'code' && (word || /^"(?:E[A-Z]{3,20}|[A-Z]+(?:_[A-Z0-9]+)+|[0-9A-Z]{5})"$/.test(value));
}
