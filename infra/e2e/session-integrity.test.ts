import { createServer } from 'node:http';
import t, { type Test } from 'tap';
import { callbackNotYetVisited } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { freePort } from './free-port.js';
import { startStack } from './stack.js';
import { badge, openWizard } from './walk.js';

const refused = /status of 400|ERR_BLOCKED_BY_RESPONSE/;
const forged = 'We did not connect anything';
const succeeded = 'Authorization completed successfully';

/** A page on another port of the wizard's host; answers its URL. */
async function serve(t: Test, body: string): Promise<string> {
  const port = await freePort('127.0.0.1');
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(body));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${port}/`;
}

t.test('a code is redeemed only for who started', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls, provider } = stack;
  const browser = await startBrowser(t);
  const honest = await (await browser.newContext(t, { expected: refused })).newPage();
  const tokenRequests = () => provider.ledger.count({ endpoint: 'token' });
  const heading = (page: typeof honest, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  await openWizard(honest, stack);

  await t.test('in another browser: nothing happens, and the honest one can still finish, once', async (t) => {
    const url = await callbackNotYetVisited(honest, stack);
    const victim = await (await browser.newContext(t, { expected: refused })).newPage();
    const answer = await victim.goto(url);
    t.equal(answer?.status(), 400);
    await heading(victim, forged);
    t.match(await victim.textContent('main'), 'If someone sent you a link, do not try again.');
    t.equal(await victim.getByRole('button').count(), 0, 'no button to try again');
    t.equal(tokenRequests(), 0, 'the code went nowhere');
    t.match(await api.connection(connectionId), { status: 'pending' });

    await openWizard(victim, stack);
    t.equal((await victim.goto(url))?.status(), 400, 'not even with a wizard session of its own');
    t.equal(tokenRequests(), 0);

    const tab = await honest.context().newPage();
    await tab.goto(url);
    await heading(tab, succeeded);
    t.equal(tokenRequests(), 1);
    await badge(honest, 'Connected, not used yet');
    const { generation } = await api.connection(connectionId);

    await tab.goto(url);
    await heading(tab, succeeded);
    t.equal(tokenRequests(), 1, 'a repeated callback gets the first result');
    t.equal((await victim.goto(url))?.status(), 400, 'but only in the browser that started');
    t.match(await api.connection(connectionId), { status: 'active', generation });
    await tab.close();
  });

  await t.test('at the callback of another config or environment', async (t) => {
    const other = await api.post<{ id: string }>('/v1/connection-configs', {
      key: 'other-books',
      definition: {
        name: 'Other Books',
        authorize: { url: `${urls.provider}/authorize` },
        token: { url: `${urls.provider}/token` },
      },
      environments: { production: { clientId: 'other', clientSecret: 'secret' } },
    });
    const url = await callbackNotYetVisited(honest, stack);
    const { connectionConfigId } = await api.connection(connectionId);
    const before = tokenRequests();
    const tab = await honest.context().newPage();
    for (const wrong of [url.replace(connectionConfigId, other.id), url.replace('/production?', '/sandbox?')]) {
      t.not(wrong, url);
      t.equal((await tab.goto(wrong))?.status(), 400);
      await heading(tab, forged);
    }
    t.equal(tokenRequests(), before);
    await tab.goto(url);
    await heading(tab, succeeded);
    await tab.close();
  });

  await t.test('from another authorization server (mix-up), and with parameters bent', async (t) => {
    const tab = await honest.context().newPage();
    const before = tokenRequests();
    const bend = async (change: (query: URLSearchParams) => void) => {
      const url = new URL(await callbackNotYetVisited(honest, stack));
      change(url.searchParams);
      t.equal((await tab.goto(url.href))?.status(), 400);
      await heading(tab, forged);
    };
    await bend((query) => query.set('iss', 'http://127.0.0.9'));
    await bend((query) => query.delete('iss'));
    await bend((query) => query.set('state', 'local.AAAA'));
    await bend((query) => query.append('code', 'another'));
    t.equal(tokenRequests(), before, 'no code was redeemed');
    t.match(await api.connection(connectionId), { status: 'active' }, 'what was connected is kept');
    await tab.close();
  });

  await t.test('a browser that only looks ahead uses nothing up', async (t) => {
    const url = await callbackNotYetVisited(honest, stack);
    const before = tokenRequests();
    const tab = await honest.context().newPage();
    // The same site as the wizard, so that the cookie comes along.
    const page = await serve(
      t,
      `<!doctype html><title>x</title><link rel="prefetch" href="${url.replaceAll('&', '&amp;')}">`,
    );
    // The other origin's page may not read the answer, so that for the browser the request fails.
    const ended = tab.context().waitForEvent('requestfailed', (request) => request.url() === url);
    await tab.goto(page);
    t.match(await (await ended).allHeaders(), { 'sec-purpose': /prefetch/ });
    const { pathname } = new URL(url);
    t.ok(stack.log.at(-1)?.includes(`"path":"${pathname}","status":204`));
    t.equal(tokenRequests(), before);
    await tab.goto(url);
    await heading(tab, succeeded);
    t.equal(tokenRequests(), before + 1);
    await tab.close();
  });

  await t.test('two wizards live in one browser', async (t) => {
    const second = await honest.context().newPage();
    await openWizard(second, stack);
    t.not(second.url().split('#')[0], honest.url().split('#')[0]);
    await honest.reload();
    await badge(honest, 'Connected, not used yet');
    const url = await callbackNotYetVisited(honest, stack);
    const tab = await honest.context().newPage();
    await tab.goto(url);
    await heading(tab, succeeded);
    await badge(second, 'Connected, not used yet');
    await tab.goto(await callbackNotYetVisited(second, stack));
    await heading(tab, succeeded);
    const stranger = await (await browser.newContext(t, { expected: /status of 401/ })).newPage();
    t.equal((await stranger.goto(honest.url()))?.status(), 401, 'the URL alone opens nothing');
    await heading(stranger, 'This page has timed out');
  });
});
