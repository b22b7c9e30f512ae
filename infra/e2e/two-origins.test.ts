import type { Page } from 'playwright-core';
import t from 'tap';
import { callbackNotYetVisited } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { freePort } from './free-port.js';
import { openSecondOrigin } from './second-origin.js';
import { startStack } from './stack.js';
import { badge, connectByWindow, consentAt, openWizard } from './walk.js';

const refused = /status of (400|404|410)/;

t.test('the wizard and the callback on two origins', { skip: skipWithoutChromium }, async (t) => {
  const callback = { host: '127.0.0.1', port: await freePort('127.0.0.1') };
  const wizardUrl = await openSecondOrigin(t, callback);
  const stack = await startStack(t, { callback, wizardUrl });
  const { api, connectionId, provider } = stack;
  const site = { ...stack, urls: { ...stack.urls, callback: wizardUrl } };
  const browser = await startBrowser(t);
  const person = async () => (await browser.newContext(t, { expected: refused })).newPage();
  const tokenRequests = () => provider.ledger.count({ endpoint: 'token' });
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const { connectionConfigId } = await api.connection(connectionId);

  await t.test('a response is handed back to where its flow began', async (t) => {
    const honest = await person();
    const asked: string[] = [];
    honest.context().on('request', (request) => asked.push(request.url()));
    await openWizard(honest, site);
    await connectByWindow(honest);
    await badge(honest, 'Connected, not used yet');
    const callbacks = asked.filter((url) => new URL(url).pathname.startsWith('/callback/'));
    t.match(callbacks, [
      new RegExp(`^${stack.urls.callback}/callback/${connectionConfigId}/production\\?`),
      new RegExp(`^${wizardUrl}/callback/parked\\?reference=[\\w-]{43}$`),
    ]);
    t.equal(tokenRequests(), 1);

    const url = await callbackNotYetVisited(honest, site);
    const victim = await person();
    t.equal((await victim.goto(url))?.status(), 400, 'another browser is handed on, and gets nothing there');
    t.equal(new URL(victim.url()).origin, wizardUrl);
    await heading(victim, 'We did not connect anything');
    t.equal(tokenRequests(), 1);
    const tab = await honest.context().newPage();
    await tab.goto(url);
    await heading(tab, 'Authorization completed successfully');
    t.equal(tokenRequests(), 2);
  });

  await t.test('a confirmed link', async (t) => {
    await api.patch(`/v1/connection-configs/${connectionConfigId}`, { completion: 'link' });
    const ask = async () => {
      const requestedBy = 'Alex Placeholder, alex@acme.example';
      const path = `/v1/connections/${connectionId}/authorize`;
      return (await api.post<{ authorizationUrl: string }>(path, { requestedBy })).authorizationUrl;
    };
    const press = async (page: Page, name: string) => {
      // By keyboard alone.
      const button = page.getByRole('button', { name, exact: true });
      for (let stops = 0; stops < 5; stops++) {
        await page.keyboard.press('Tab');
        if (await button.evaluate((it) => it === document.activeElement)) break;
      }
      await page.keyboard.press('Enter');
    };

    await t.test('two questions in one browser, and nothing is redeemed before the second answer', async (t) => {
      const before = tokenRequests();
      const url = await ask();
      t.match(url, new RegExp(`^${wizardUrl}/start/[\\w-]{43}$`));
      const [customer, stranger] = [await person(), await person()];
      for (const page of [stranger, customer]) {
        await page.goto(url);
        await heading(page, /^Connect Sandbox Books to Payroll sync\?$/);
        const said = await page.textContent('main');
        for (const name of ['Acme Rota', 'Example Bakery Ltd', 'Production', 'Alex Placeholder, alex@acme.example'])
          t.match(said, name);
        t.match(said, 'Only go on if you expected this.');
      }
      await press(customer, 'Continue to Sandbox Books');
      await consentAt(customer);
      await heading(customer, 'Hand this Sandbox Books account to Example Bakery Ltd?');
      t.match(await customer.textContent('main'), 'Alex Placeholder');
      t.equal(tokenRequests(), before);
      t.equal((await stranger.goto(customer.url()))?.status(), 404, 'the second question is for that browser');
      t.equal((await stranger.goto(url))?.status(), 410, 'and the link was used');
      await heading(stranger, 'This link no longer works');
      await press(customer, 'Confirm and connect');
      await heading(customer, 'Authorization completed successfully');
      t.equal(tokenRequests(), before + 1);
      await customer.reload();
      await heading(customer, 'Authorization completed successfully');
      t.equal(tokenRequests(), before + 1);
      t.notOk(stack.log.some((line) => line.includes(new URL(url).pathname)));
    });

    await t.test('a no, before and after', async (t) => {
      const before = tokenRequests();
      const customer = await person();
      await customer.goto(await ask());
      await press(customer, 'I did not expect this');
      await heading(customer, 'Nothing was connected');
      t.match((await api.events(connectionId))[0], { kind: 'authorization_failed', reason: 'not_confirmed' });
      await customer.goto(await ask());
      await press(customer, 'Continue to Sandbox Books');
      await consentAt(customer);
      await press(customer, 'Do not connect');
      await heading(customer, 'Sandbox Books was not connected');
      t.match((await api.events(connectionId))[0], { reason: 'not_confirmed', details: { cause: 'declined' } });
      t.equal(tokenRequests(), before);
      t.match(await api.connection(connectionId), { status: 'active' }, 'what was connected is kept');
    });

    await t.test('who answers the first question for somebody else gets nothing', async (t) => {
      const before = tokenRequests();
      const attacker = await person();
      await attacker.goto(await ask());
      const leaving = attacker.waitForRequest((request) =>
        request.url().startsWith(`${stack.urls.provider}/authorize?`),
      );
      await press(attacker, 'Continue to Sandbox Books');
      const victim = await person();
      await victim.goto((await leaving).url());
      await consentAt(victim);
      await heading(victim, 'We did not connect anything');
      t.equal(tokenRequests(), before);
    });
  });
});
