import t from 'tap';
import { postFrom } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, connectByWindow, openWizard } from './walk.js';

interface Session {
  readonly url: string;
  readonly ticket: string;
}

const refused = /status of 4\d\d/;

t.test('tickets', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, demo, urls } = stack;
  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: refused });
  const page = await context.newPage();
  const vendor = new URL(urls.vendor).origin;
  const newTicket = () => api.post<Session>('/v1/wizard-sessions', { instanceId: demo.instanceId });
  const redeem = ({ url, ticket }: Session, origin = vendor) =>
    postFrom(page, origin, { action: url, fields: { ticket } });
  const isOpen = () => /\/wizard\/wiz_/.test(page.url());

  await t.test('once, and within a minute', async (t) => {
    const session = await newTicket();
    const neighbour = vendor.replace(/\d+$/, '8081');
    t.equal((await redeem(session, neighbour)).status(), 403, 'another port of the vendor’s host uses nothing up');
    t.equal((await redeem(session)).status(), 303);
    const again = await redeem(session);
    t.equal(again.status(), 410);
    t.notOk(isOpen());
    t.match(await page.textContent('main'), 'Open it again from the application that sent you here');
    const late = await newTicket();
    await stack.query(
      "UPDATE wizard_session SET ticket_expires_at = now() - interval '1 second' WHERE redeemed_at IS NULL",
    );
    t.equal((await redeem(late)).status(), 410);
    t.notOk(isOpen());
    t.equal((await redeem({ ...late, ticket: 'unknown' })).status(), 400);
  });

  await t.test('give this browser a cookie that nobody else can read or set', async (t) => {
    await context.clearCookies();
    await redeem(await newTicket());
    const cookies = (await context.cookies()).filter(({ domain }) => domain === '127.0.0.1');
    t.equal(cookies.length, 1);
    const [cookie] = cookies;
    t.equal(cookie?.name, `__Host-latchkey-${new URL(page.url()).pathname.split('/').at(-1)}`);
    t.match(cookie, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
    t.ok((cookie?.expires ?? 0) <= Date.now() / 1000 + 8 * 3600, 'for eight hours at most');
    t.equal(await page.evaluate(() => document.cookie), '');
    const byScript = [`${cookie?.name}=forged; Secure; Path=/`, '__Host-latchkey-x=1; Secure; Path=/wizard'];
    await page.evaluate((texts) => {
      // biome-ignore lint/suspicious/noDocumentCookie: as a script would, that the page should not have
      for (const text of texts) document.cookie = text;
    }, byScript);
    t.same(await context.cookies(urls.callback), cookies, 'no script replaces it, and none sets another of its kind');
  });

  await t.test('the pages come with strict headers', async (t) => {
    const wizard = await page.goto(page.url());
    const failure = await page.goto(`${urls.callback}/callback/unknown/production?state=x`);
    for (const answer of [wizard, failure]) {
      const headers = (await answer?.allHeaders()) ?? {};
      t.match(headers, {
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
      });
      const csp = headers['content-security-policy'] ?? '';
      for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
        t.match(csp, rule);
      t.notMatch(csp, /unsafe-|\*/);
    }
  });
});

t.test('another site presses the buttons', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls, provider } = stack;
  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: refused });
  const page = await context.newPage();
  await openWizard(page, stack);
  await connectByWindow(page);
  await badge(page, 'Connected, not used yet');
  const wizard = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  // An attacker would not know it; here even that is not enough.
  const csrf = (await page.inputValue(`form[id="${connectionId}-form"] [name=csrf]`)) ?? '';
  t.ok(csrf.length > 20);
  const fields = { csrf, wizard, display: 'page' };
  const connect = `${urls.callback}/connect/${connectionId}`;
  const disconnect = `${urls.callback}/disconnect/${connectionId}`;
  const authorizations = provider.ledger.count({ endpoint: 'authorization' });
  const attacker = await context.newPage();

  await t.test('the vendor, cross-site: no cookie comes along', async (t) => {
    const vendor = new URL(urls.vendor).origin;
    t.equal((await postFrom(attacker, vendor, { action: connect, fields })).status(), 401);
    t.equal((await postFrom(attacker, vendor, { action: disconnect, fields })).status(), 401);
    const json = { [`{"wizard":"${wizard}","x":"`]: '"}' };
    const plain = await postFrom(attacker, vendor, { action: disconnect, fields: json, encoding: 'text/plain' });
    t.ok(plain.status() >= 400);
  });

  await t.test('another port of the same host, same-site: the cookie does, the origin is judged', async (t) => {
    const neighbour = 'http://127.0.0.1:9';
    t.equal((await postFrom(attacker, neighbour, { action: connect, fields })).status(), 403);
    t.match(await attacker.textContent('h1'), 'This page cannot be shown');
    t.equal((await postFrom(attacker, neighbour, { action: disconnect, fields })).status(), 403);
  });

  await t.test('our own page, without or with a wrong anti-forgery token', async (t) => {
    const post = (url: string, body: string, type: string, token?: string) =>
      page.evaluate(
        async ([url, body, type, token]) => {
          const headers = { 'content-type': type, ...(token === undefined ? {} : { 'x-csrf-token': token }) };
          return (await fetch(url, { method: 'POST', headers, body })).status;
        },
        [url, body, type, token] as const,
      );
    const form = 'application/x-www-form-urlencoded';
    const wrong = `${csrf.startsWith('A') ? 'B' : 'A'}${csrf.slice(1)}`;
    t.equal(await post(connect, `wizard=${wizard}&display=page`, form), 403);
    t.equal(await post(connect, `wizard=${wizard}&display=page&csrf=${csrf.slice(1)}A`, form), 403);
    t.equal(await post(disconnect, JSON.stringify({ wizard }), 'application/json'), 403);
    t.equal(await post(disconnect, JSON.stringify({ wizard }), 'application/json', wrong), 403);
    t.equal(await post(disconnect, JSON.stringify({ wizard: 'wiz_' }), 'application/json', csrf), 401);
    const other = connectionId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const unknown = `${urls.callback}/disconnect/${other}`;
    t.equal(await post(unknown, JSON.stringify({ wizard }), 'application/json', csrf), 404, 'not on this page');
  });

  t.match(await api.connection(connectionId), { status: 'active', authorization: null }, 'nothing was changed');
  t.equal(provider.ledger.count({ endpoint: 'authorization' }), authorizations);
});
