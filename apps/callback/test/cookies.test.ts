import { randomBytes } from 'node:crypto';
import { inTenant, newId } from '@latchkey/db';
import { createAuthorizationTicket } from '@latchkey/db/management';
import { type Completion, type ConnectionId, formatId, parseId, sha256 } from '@latchkey/oauth';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import t from 'tap';
import { openWizardDoor } from './door.js';

const door = await openWizardDoor(t, {
  definition: {
    name: 'Books',
    authorize: { url: 'http://127.0.0.1:1/authorize' },
    token: { url: 'http://127.0.0.1:1/token' },
    client: { owner: 'connection' },
  },
});
const { db, organizationId } = door;
const wizardCookie = door.cookie.split('=')[0] ?? '';
await door.connect({ 'input.client.id': 'app-1', 'input.client.secret': 'a secret of the test' });

const secret = () => randomBytes(32).toString('base64url');
const nameOf = (kind: 'wizard_session' | 'authorization_session', id: string = newId()) =>
  `__Host-latchkey-${formatId(kind, id)}`;

/** A browser that keeps cookies in the order of their making, and sends them so. */
function newBrowser(...first: readonly (readonly [string, string])[]) {
  const kept = new Map(first);
  return {
    kept,
    async ask(request: InjectOptions): Promise<LightMyRequestResponse> {
      const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { cookie, 'sec-fetch-site': 'same-origin', ...request.headers };
      const answer = await door.app.inject({ ...request, headers });
      for (const { name, value, maxAge } of answer.cookies)
        if (maxAge === 0) kept.delete(name);
        else kept.set(name, value);
      return answer;
    },
  };
}
type Browser = ReturnType<typeof newBrowser>;

/** What a vendor's backend asks for: where a flow begins, and the cookie that will be its own. */
async function newFlow(completion: Completion) {
  const ticket = secret();
  const ticketHash = await sha256(ticket);
  const connectionId = parseId('connection', door.connectionId) as ConnectionId;
  const { id } = await inTenant(db, organizationId, async (tx) => {
    const completionRedirectUri = 'https://vendor.example/done';
    await tx.connectionConfig.updateMany({ data: { completion: completion.kind, completionRedirectUri } });
    const by = completion.kind === 'link' ? { requestedBy: 'Alex Placeholder' } : {};
    const asked = { connectionId, completion, ticketHash, ticketSeconds: 60, ...by };
    return createAuthorizationTicket(tx, organizationId, asked);
  });
  return {
    url: `/start/${ticket}`,
    wireId: formatId('authorization_session', id),
    cookie: nameOf('authorization_session', id),
  };
}
const embedded = { kind: 'embedded', challenge: 'c'.repeat(43) } as const;

/** Where the provider sends the browser back, with this. */
function callbackOf(authorizationUrl: string, answer: Readonly<Record<string, string>>): string {
  const asked = new URL(authorizationUrl).searchParams;
  const state = asked.get('state') ?? '';
  return `${new URL(asked.get('redirect_uri') ?? '').pathname}?${new URLSearchParams({ state, ...answer })}`;
}

const post = (browser: Browser, url: string, page: LightMyRequestResponse, answer: string) => {
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return browser.ask({ method: 'POST', url, headers, payload: `${new URLSearchParams({ csrf, answer })}` });
};

t.test('a flow is known in a browser with many other cookies, which sends older ones first', async (t) => {
  const flow = await newFlow(embedded);
  const fresh = newBrowser();
  const started = await fresh.ask({ url: flow.url });
  t.equal(started.statusCode, 303);
  const others = Array.from({ length: 60 }, () => [nameOf('authorization_session'), secret()] as const);
  const browser = newBrowser(...others, ...fresh.kept);
  const back = await browser.ask({ url: callbackOf(`${started.headers.location}`, { code: 'a-code' }) });
  t.match(back.headers.location, /^https:\/\/vendor\.example\/done\?.*completionCode=/);
});

t.test('a browser keeps 30 flows and 30 wizards; the oldest are cleared, never one that is used now', async (t) => {
  const flows = Array.from({ length: 35 }, () => nameOf('authorization_session'));
  const wizards = Array.from({ length: 35 }, () => nameOf('wizard_session'));
  const own = door.cookie.slice(wizardCookie.length + 1);
  const browser = newBrowser([wizardCookie, own], ...[...wizards, ...flows].map((name) => [name, secret()] as const), [
    'another',
    'site-wide cookie',
  ]);
  const flow = await newFlow(embedded);
  const started = await browser.ask({ url: flow.url });
  const cleared = started.cookies.filter(({ maxAge }) => maxAge === 0);
  t.same(
    cleared.map(({ name }) => name),
    flows.slice(0, 6),
  );
  for (const line of [started.headers['set-cookie']].flat()) {
    t.match(line, /^__Host-[^;]+; Max-Age=\d+; Path=\/;.* HttpOnly; Secure; SameSite=Lax$/);
    t.notMatch(line, /Domain/i);
  }
  t.ok(browser.kept.has(flow.cookie));

  const wizard = wizardCookie.replace('__Host-latchkey-', '');
  const page = await browser.ask({ url: `/wizard/${wizard}` });
  t.equal(page.statusCode, 200);
  t.same(
    page.cookies.map(({ name, maxAge }) => [name, maxAge]),
    wizards.slice(0, 6).map((name) => [name, 0]),
    'the page’s own is the oldest of all, and stays',
  );
  t.equal(browser.kept.size, 30 + 30 + 1);
  t.same((await browser.ask({ url: `/wizard/${wizard}` })).cookies, []);
});

t.test('an embedded flow keeps its cookie while it waits for the vendor, and two minutes after its end', async (t) => {
  const browser = newBrowser();
  const flow = await newFlow(embedded);
  const started = await browser.ask({ url: flow.url });
  t.match(started.cookies, [{ name: flow.cookie, maxAge: 3600 }]);
  const url = callbackOf(`${started.headers.location}`, { code: 'a-code' });
  for (const time of ['first', 'again']) {
    const back = await browser.ask({ url });
    t.match(back.headers.location, /completionCode=/, time);
    t.same(back.cookies, [], time);
  }

  const refused = await newFlow(embedded);
  const other = await browser.ask({ url: refused.url });
  const denied = callbackOf(`${other.headers.location}`, { error: 'access_denied' });
  for (const time of ['first', 'again']) {
    const back = await browser.ask({ url: denied });
    t.match(back.body, 'was not connected', `${time}: the same page`);
    t.match(back.cookies, [{ name: refused.cookie, maxAge: 120, path: '/', secure: true, httpOnly: true }], time);
  }
});

t.test('a link’s cookie goes with its answer', async (t) => {
  const declined = await newFlow({ kind: 'link' });
  const browser = newBrowser();
  const no = await post(browser, declined.url, await browser.ask({ url: declined.url }), 'decline');
  t.match(no.cookies, [{ name: declined.cookie, value: '', maxAge: 0, path: '/', secure: true, httpOnly: true }]);

  const flow = await newFlow({ kind: 'link' });
  const leaving = await post(browser, flow.url, await browser.ask({ url: flow.url }), 'continue');
  const to = /http:\/\/127\.0\.0\.1:1\/authorize[^"<]+/.exec(leaving.body)?.[0].replaceAll('&amp;', '&') ?? '';
  const back = await browser.ask({ url: callbackOf(to, { code: 'a-code' }) });
  t.equal(back.headers.location, `/link/${flow.wireId}`);
  t.same(back.cookies, [], 'it is asked for at the second question');
  const question = await browser.ask({ url: `/link/${flow.wireId}` });
  const answered = await post(browser, `/link/${flow.wireId}`, question, 'decline');
  t.match(answered.body, 'was not connected');
  t.match(answered.cookies, [{ name: flow.cookie, maxAge: 120 }]);
  t.match((await browser.ask({ url: `/link/${flow.wireId}` })).body, 'was not connected', 'a reload is told the same');
});

t.test('a flow that cannot begin leaves no cookie', async (t) => {
  const flow = await newFlow({ kind: 'link' });
  const other = await newFlow(embedded);
  const browser = newBrowser();
  const question = await browser.ask({ url: flow.url });
  t.ok(browser.kept.has(flow.cookie));
  const failed = await post(browser, flow.url, question, 'continue');
  t.equal(failed.statusCode, 422, 'its config says another way by now');
  t.notOk(browser.kept.has(flow.cookie));
  t.equal((await browser.ask({ url: other.url })).statusCode, 303);
});
