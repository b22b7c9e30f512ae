/** What the person does at the provider. */
export interface ConsentWalk {
  readonly email: string;
  /** `cancel` leaves at the login page, where one is shown. */
  readonly decision: 'allow' | 'deny' | 'cancel';
  /** Optional scopes that stay ticked; all of them when left out. */
  readonly optionalScopes?: readonly string[];
}

/** A browser's memory: cookies by path, so that a second walk is still signed in. */
export type CookieJar = Map<string, { readonly value: string; readonly path: string }>;

function remember(jar: CookieJar, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    if (value === '') jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { value, path });
  }
}

function cookieHeader(jar: CookieJar, pathname: string): string {
  return [...jar]
    .filter(([, cookie]) => pathname === cookie.path || pathname.startsWith(cookie.path.replace(/\/?$/, '/')))
    .map(([key, cookie]) => `${key.split(' ')[0]}=${cookie.value}`)
    .join('; ');
}

const page = /<body data-page="(\w+)">/;
const next = /<a class="button" id="continue" href="([^"]*)">/;
const tickedScopes = /name="scope" value="([^"]+)" checked/g;

/** Where the page sends the browser on, if it does. */
function nextLink(markup: string): string | undefined {
  return next.exec(markup)?.[1]?.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function answerTo(
  name: string | undefined,
  markup: string,
  walk: ConsentWalk,
): { path: string; form: URLSearchParams } {
  if (name === 'login' && walk.decision === 'cancel') return { path: 'cancel', form: new URLSearchParams() };
  if (name === 'login') return { path: 'login', form: new URLSearchParams({ email: walk.email, password: 'any' }) };
  if (name !== 'consent') throw new Error(`the sandbox showed the page "${name ?? 'unknown'}"`);
  const offered = [...markup.matchAll(tickedScopes)].map(([, scope]) => scope ?? '');
  const kept = offered.filter((scope) => walk.optionalScopes?.includes(scope) ?? true);
  const decision = walk.decision === 'allow' ? 'allow' : 'deny';
  const form = new URLSearchParams({ decision });
  for (const scope of kept) form.append('scope', scope);
  return { path: 'consent', form };
}

/**
 * Walks login and consent without a browser, for tests: follows the sandbox's pages from an authorization URL and answers
 * with the URL at which it leaves the provider (the client's redirect URI with `code` or `error`, `state` and `iss`).
 * Throws when the sandbox shows its error page instead.
 */
export async function walkConsent(
  authorizationUrl: string,
  walk: ConsentWalk,
  jar: CookieJar = new Map(),
): Promise<URL> {
  const { origin } = new URL(authorizationUrl);
  let target = new URL(authorizationUrl);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step += 1) {
    if (target.origin !== origin) return target;
    const cookie = cookieHeader(jar, target.pathname);
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    form = undefined;
    remember(jar, response);
    const markup = await response.text();
    const location = response.headers.get('location') ?? nextLink(markup);
    if (location !== undefined) target = new URL(location, target);
    else {
      const answer = answerTo(page.exec(markup)?.[1], markup, walk);
      target = new URL(`${target.pathname}/${answer.path}`, target);
      form = answer.form;
    }
  }
  throw new Error('the sandbox sent the browser in circles');
}
