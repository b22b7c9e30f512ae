import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { connection, NOW, state } from './wizard-states.js';

const site = connection({ id: 'conn_site', name: 'Demo Site' });
const waiting = { ...site, authorization: { kind: 'out_of_band', expiresAt: '2031-05-14T08:41:00Z' } } as const;
const confirming = { kind: 'confirm', expiresAt: '2031-05-14T08:41:00Z', id: 'ses_1' } as const;

t.test('a code that the provider shows is pasted', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(state([site]));
  t.teardown(() => door.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${door.url}/wizard/wiz_demo`);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  const alert = () => page.textContent('latchkey-paste [role="alert"]');
  const answered = () =>
    door.asked
      .filter(({ path }) => path === '/wizard/wiz_demo/connections/conn_site/confirm')
      .map(({ body }) => JSON.parse(body));
  const pasted = () =>
    door.asked.filter(({ path }) => path === '/wizard/wiz_demo/connections/conn_site/paste').map(({ body }) => body);

  await t.test('the step is there once the window is open, with its warning', async (t) => {
    door.onPost = () => {
      door.state = state([waiting]);
    };
    await page.click('#conn_site-submit');
    await page.waitForSelector('latchkey-paste');
    const text = await page.textContent('latchkey-card');
    t.match(text, /Copy the code it shows/);
    t.match(text, /A code works once, for 10 minutes\./);
    t.match(text, /Nobody, Acme Rota included, will ever ask you for this code/);
    t.notMatch(text, /this page notices by itself/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
  });

  await t.test('nothing, and what is no code, is told at the field, which keeps it and the focus', async (t) => {
    await page.focus('#conn_site-code');
    await page.keyboard.press('Enter');
    t.match(await alert(), 'Paste the code first.');
    t.same(pasted(), []);
    for (const [code, sentence] of [
      ['code_unreadable', /That is not a code/],
      ['code_other_host', /not of Demo Site’s page/],
      ['code_no_code', /no code in that address/],
      ['code_refused', /Demo Site did not accept that code/],
      ['code_too_late', /older than 10 minutes\. Open Demo Site again/],
    ] as const) {
      door.refusal = { status: code === 'code_too_late' ? 409 : 422, code };
      await page.fill('#conn_site-code', `  tried ${code} `);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
      t.equal(await page.inputValue('#conn_site-code'), `  tried ${code} `);
      t.equal(await focused(), 'conn_site-code');
    }
    t.equal(JSON.parse(pasted()[0] ?? '').pasted, 'tried code_unreadable');
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
  });

  await t.test('polling leaves what was typed', async (t) => {
    await page.fill('#conn_site-code', 'half a co');
    const polled = page.waitForResponse((response) => response.url().endsWith('/state'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await polled;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    t.equal(await page.inputValue('#conn_site-code'), 'half a co');
  });

  await t.test('the right one leads to the question whose account it is', async (t) => {
    door.refusal = undefined;
    door.onPost = () => {
      door.state = state([{ ...site, authorization: { ...confirming, account: 'pat@\u202eexample.com' } }]);
    };
    await page.fill('#conn_site-code', 'the-code');
    await page.click('latchkey-paste button');
    await page.waitForSelector('latchkey-confirm h3:focus');
    t.equal(await page.locator('latchkey-paste').count(), 0);
    t.match(await page.textContent('latchkey-confirm'), /Is this your Demo Site account\?/);
    t.equal(await page.textContent('.remote-account b'), 'pat@ example.com', 'without what reorders it');
    t.match(await page.textContent('latchkey-confirm'), /Nothing is changed yet\./);
    t.match(await page.textContent('#announcer'), 'Is this your Demo Site account? pat@ example.com');
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
  });

  await t.test('an answer that does not arrive can be given again; declined, nothing is connected', async (t) => {
    door.refusal = { status: 409, code: 'nothing_to_confirm' };
    await page.click('#conn_site-decline');
    await page.getByRole('alert').filter({ hasText: 'nothing was changed' }).waitFor();
    door.refusal = undefined;
    door.onPost = () => {
      door.state = state([{ ...site, lastFailure: { error: 'not_confirmed', at: NOW } }]);
    };
    await page.click('#conn_site-decline');
    await page.waitForSelector('latchkey-card .badge-gray');
    t.same(answered(), [
      { session: 'ses_1', answer: 'decline' },
      { session: 'ses_1', answer: 'decline' },
    ]);
    t.match(await page.textContent('latchkey-card'), /Nobody confirmed that the Demo Site account is theirs/);
    t.equal(await focused(), 'conn_site', 'the card’s heading');
  });

  await t.test('one that could not be named says so, and confirmed it connects', async (t) => {
    door.state = state([{ ...site, authorization: confirming }]);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('latchkey-confirm .callout');
    t.match(await page.textContent('latchkey-confirm'), /The account could not be named\./);
    door.onPost = () => {
      door.state = state([{ ...site, status: 'active', color: 'yellow', connectedAt: NOW }]);
    };
    await page.click('#conn_site-confirm');
    await page.waitForSelector('latchkey-card .badge-yellow');
    t.same(answered().at(-1), { session: 'ses_1', answer: 'confirm' });
    t.equal(await page.locator('latchkey-confirm').count(), 0);
    t.match(await page.textContent('#announcer'), 'Demo Site is connected.');
    t.notMatch(await page.content(), /the-code/);
  });
  t.same(complaints, []);
});
