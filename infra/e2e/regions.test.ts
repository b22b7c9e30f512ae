import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { callbackNotYetVisited } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { addressOn, type Stack, startStack } from './stack.js';
import { badge, connectByWindow, openWizard } from './walk.js';

const refused = /status of 400/;
const wrongAddress = 'This answer came to the wrong address';

/** Two complete stacks; only the second one sends on what belongs to the first. */
async function startRegions(t: Test): Promise<{ readonly eu: Stack; readonly us: Stack }> {
  const [euHost, usHost] = [await addressOn('127.0.0.1'), await addressOn('127.0.0.4')];
  const peer = (region: string, host: typeof euHost) => ({
    ...{ region, residency: 'west', callbackUrl: `http://${host.host}:${host.port}` },
  });
  // A mistake that the configuration of processes refuses: the door does not rely on it.
  const abroad = { region: 'ap', residency: 'east', callbackUrl: 'http://127.0.0.5:9', forward: 'get' } as const;
  const [eu, us] = await Promise.all([
    startStack(t, {
      callback: euHost,
      regions: { region: 'eu', residency: 'west', peers: [{ ...peer('us', usHost), forward: 'never' }] },
    }),
    startStack(t, {
      callback: usHost,
      regions: { region: 'us', residency: 'west', peers: [{ ...peer('eu', euHost), forward: 'get' }, abroad] },
    }),
  ]);
  return { eu, us };
}

t.test('two regions on one machine', { skip: skipWithoutChromium }, async (t) => {
  const { eu, us } = await startRegions(t);
  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: refused });
  const pages: Record<'eu' | 'us', Page> = { eu: await context.newPage(), us: await context.newPage() };
  const exchanges = (stack: Stack) => stack.provider.ledger.count({ endpoint: 'token' });
  /** The same address at the other region's callback host. */
  const at = (stack: Stack, url: string) => {
    const { pathname, search } = new URL(url);
    return `${stack.urls.callback}${pathname}${search}`;
  };
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

  await t.test('each connects in its own database', async (t) => {
    for (const [name, stack] of Object.entries({ eu, us }) as ['eu' | 'us', Stack][]) {
      const page = pages[name];
      await openWizard(page, stack);
      await connectByWindow(page);
      await badge(page, 'Connected, not used yet');
      t.match(await stack.api.connection(stack.connectionId), { status: 'active', generation: 1 });
    }
    t.equal((await eu.api.call('GET', `/v1/connections/${us.connectionId}`)).status, 404);
    t.match(await us.api.get('/v1/regions'), {
      ...{ region: 'us', residency: 'west', callbackUrl: us.urls.callback },
      peers: [{ region: 'eu', callbackUrl: eu.urls.callback, forward: 'get' }, { region: 'ap' }],
    });
  });

  await t.test('a code that comes to another region is refused with a page that names the right address', async (t) => {
    const url = await callbackNotYetVisited(pages.us, us);
    const before = exchanges(us);
    const tab = await context.newPage();
    const answer = await tab.goto(at(eu, url));
    t.equal(answer?.status(), 400);
    t.equal(tab.url(), at(eu, url), 'it was not sent on');
    await heading(tab, wrongAddress);
    t.match(await tab.textContent('main'), url.split('?')[0], 'the redirect URI to register');
    t.match(await tab.textContent('main'), 'the region us');
    t.notMatch(await tab.content(), /state=|code=/);
    t.equal(exchanges(us), before, 'the code went nowhere');
    await tab.goto(url);
    await heading(tab, 'Authorization completed successfully');
    await tab.close();
  });

  await t.test('it is forwarded where the peer is allow-listed, once, and only when it came by GET', async (t) => {
    const url = await callbackNotYetVisited(pages.eu, eu);
    const form = new URL(url).searchParams;
    const posted = await fetch(at(us, url).split('?')[0] as string, { method: 'POST', body: form, redirect: 'manual' });
    t.equal(posted.status, 400, 'by POST');
    t.match(await posted.text(), wrongAddress);
    const again = new URL(at(us, url));
    again.pathname += '/forwarded';
    const looped = await fetch(again, { redirect: 'manual' });
    t.equal(looped.status, 400, 'what was sent on already');
    t.match(await looped.text(), wrongAddress);

    const before = exchanges(eu);
    const tab = await context.newPage();
    await tab.goto(at(us, url));
    await heading(tab, 'Authorization completed successfully');
    const forwarded = url.replace('?', '/forwarded?');
    t.equal(tab.url(), forwarded, 'the browser brings it to the region whose cookie it holds');
    t.equal(exchanges(eu), before + 1);
    t.match((await eu.api.events(eu.connectionId))[0], { kind: 'connected' });
    await badge(pages.eu, 'Connected, not used yet');

    const stranger = await (await browser.newContext(t, { expected: refused })).newPage();
    t.equal((await stranger.goto(at(us, url)))?.status(), 400, 'forwarding helps no other browser');
    await heading(stranger, 'We did not connect anything');
    await tab.close();
  });

  await t.test('never to another residency group, nor to a region that nobody knows', async (t) => {
    const url = new URL(at(us, await callbackNotYetVisited(pages.us, us)));
    const stateOf = (region: string) => `${region}.${url.searchParams.get('state')?.split('.')[1]}`;
    const answerTo = async (region: string) => {
      const altered = new URL(url);
      altered.searchParams.set('state', stateOf(region));
      const answer = await fetch(altered, { redirect: 'manual' });
      return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
    };
    const abroad = await answerTo('ap');
    t.match(abroad, { status: 400, location: null });
    t.match(abroad.text, 'http://127.0.0.5:9/callback/');
    const unknown = await answerTo('nowhere');
    t.match(unknown, { status: 400, location: null });
    t.match(unknown.text, 'We did not connect anything');
    t.notMatch(unknown.text, 'nowhere');
  });
});
