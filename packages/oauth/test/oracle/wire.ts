import type { HttpRequest } from '../../src/ports.js';

/** A request as it goes out, however a client library names its parts. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A fetch that sends nothing and keeps what it was given. */
export function capturingFetch(answer: () => Response = () => new Response('{}', { status: 200 })) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: { method: string; headers: Record<string, string>; body?: unknown }) => {
    sent.push({ method: init.method, url, headers: new Headers(init.headers), body: String(init.body ?? '') });
    return answer();
  };
  return { fetch, last: () => sent.at(-1) as Sent };
}

export const sentBy = ({ method, url, headers, body }: HttpRequest): Sent => ({
  ...{ method, url, headers: new Headers(headers), body: body ?? '' },
});

/**
 * All of a request that a server looks at, in a form that can be compared: pairs without order, Basic credentials as
 * RFC 6749 section 2.3.1 decodes them, and of a client assertion what does not differ from one to the next.
 */
export function meaning({ method, url, headers, body }: Sent) {
  const pairs = [...new URLSearchParams(body)].map(([name, value]) =>
    name === 'client_assertion' ? [name, JSON.stringify(assertion(value))] : [name, value],
  );
  return {
    method,
    url: new URL(url).href,
    type: headers.get('content-type')?.split(';')[0],
    // Whoever takes anything takes JSON too.
    accept: (headers.get('accept') ?? '*/*').replace('*/*', 'application/json'),
    authorization: credentials(headers.get('authorization')),
    body: pairs.sort(([a = '', x = ''], [b = '', y = '']) => (a + x < b + y ? -1 : 1)),
  };
}

function credentials(header: string | null): readonly string[] | null {
  if (header === null) return null;
  const [scheme = '', rest = ''] = header.split(' ');
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  const octets = Uint8Array.from(atob(rest), (char) => char.charCodeAt(0));
  return [scheme, ...new TextDecoder().decode(octets).split(':').map(decode)];
}

/** The header and claims of a client assertion; times, `jti` and the optional `nbf` and `typ` as what they are for. */
function assertion(jwt: string) {
  const [header, claims] = jwt
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  const { typ: _, ...algorithm } = header ?? {};
  const { iat, exp, nbf, jti, ...others } = claims ?? {};
  return {
    algorithm: Object.entries(algorithm)
      .filter(([, value]) => value !== undefined)
      .sort(),
    others: Object.entries(others).sort(),
    lives: Number(exp) - Number(iat),
    isNeverEarly: nbf === undefined || nbf === iat,
    isNamed: typeof jti === 'string' && jti.length >= 16,
  };
}
