const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const shape = new RegExp(`^oauth2(?:\\.${label})+\\.[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);
/** A DNS name has 253 characters at most (RFC 1035 section 2.3.4), and the record's name is longer than the host. */
const longest = 243;

/** Whether a text is an organization's own callback host as it is kept: `oauth2.<domain>`, lower case, ASCII, no port. */
export function isCustomHost(text: string): boolean {
  return text.length <= longest && shape.test(text);
}

/** What is wrong with a custom host as somebody typed it, in words that say what to do; `undefined` when it is good. */
export function customHostProblem(text: string): string | undefined {
  if (isCustomHost(text)) return undefined;
  const plain = asciiHost(text);
  if (plain !== undefined && plain !== text && isCustomHost(plain)) return `must be written as ${plain}`;
  return 'must be oauth2.<your domain>: a host name alone, without scheme, port, path or a dot at its end';
}

/** The name of the TXT record that proves a custom host: below it, because a CNAME stands alone at its name (RFC 1034). */
export function challengeName(host: string): string {
  return `_latchkey.${host}`;
}

/** The base URL of a custom host: scheme and port are those of the door's public base URL. */
export function baseUrlAt(host: string, publicBaseUrl: string): string {
  const { protocol, port } = new URL(publicBaseUrl);
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}`;
}

function asciiHost(text: string): string | undefined {
  try {
    const url = new URL(`https://${text.trim()}`);
    return url.hostname.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}
