import type { BrowserContext, Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { type ScriptedDoor, startScriptedDoor } from './scripted-door.js';
import { fictionalChat, mockPayroll, NOW, placeholderDrive, sampleBooks, state } from './wizard-states.js';

const authorization = { kind: 'redirect', expiresAt: '2031-05-14T08:41:00Z' } as const;
const atProvider = { ...mockPayroll, authorization };
const connected = { ...mockPayroll, status: 'active', color: 'yellow', connectedAt: NOW } as const;

/** Opens the wizard and writes down everything that its live region says. */
async function open(
  context: BrowserContext,
  door: ScriptedDoor,
  fragment = '',
): Promise<[Page, () => Promise<string[]>]> {
  const page = await context.newPage();
  await page.goto(`${door.url}/wizard/wiz_demo${fragment}`);
  await page.waitForSelector('latchkey-card h2');
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const region = document.querySelector('#announcer') as HTMLElement;
    new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
      childList: true,
      characterData: true,
    });
  });
  return [page, () => page.evaluate(() => (window as unknown as { said: string[] }).said)];
}

t.test('the page notices', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const context = await browser.newContext();
  const door = await startScriptedDoor(state([mockPayroll]));
  t.teardown(() => door.close());
  t.beforeEach(() => {
    door.mood = 'well';
    door.asked.length = 0;
    door.onPost = () => {};
  });

  await t.test('a sign-in that ended, by its own asking; said once', async (t) => {
    door.state = state([atProvider]);
    const [page, said] = await open(context, door);
    door.state = state([connected]);
    await page.waitForSelector('.badge-yellow');
    t.same(await said(), ['Mock Payroll is connected.']);
    await page.close();
  });

  await t.test('another window that says so, at once', async (t) => {
    door.state = state([mockPayroll]);
    const [page, said] = await open(context, door);
    t.same(door.asked, [], 'nothing under way, nothing asked');
    door.state = state([{ ...mockPayroll, lastFailure: { error: 'access_denied', at: NOW } }]);
    const other = await context.newPage();
    await other.goto(`${door.url}/favicon.ico`).catch(() => undefined);
    await other.goto(`${door.url}/wizard/wiz_demo`);
    await other.evaluate(() => new BroadcastChannel('latchkey').postMessage({ connectionId: 'conn_pay' }));
    await page.waitForSelector('.callout');
    t.match(
      await page.textContent('.callout'),
      /Mock Payroll was not connected\. Mock Payroll says that access was declined/,
    );
    t.same(await said(), [], 'the badge did not change');
    await other.close();
    await page.close();
  });

  await t.test('that it is the focus of a window again', async (t) => {
    door.state = state([mockPayroll]);
    const [page] = await open(context, door);
    door.state = state([connected]);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('.badge-yellow');
    t.match(await page.textContent('.badge'), 'Connected, not used yet');
    await page.close();
  });

  await t.test('what comes of a sign-in moves the focus only where the focus was lost', async (t) => {
    door.state = state([fictionalChat, atProvider]);
    const [page] = await open(context, door);
    await page.fill('#conn_chat-input-workspace', 'being-typ');
    door.state = state([fictionalChat, connected]);
    await page.waitForSelector('.badge-yellow');
    t.equal(await page.evaluate(() => document.activeElement?.id), 'conn_chat-input-workspace');
    t.equal(await page.inputValue('#conn_chat-input-workspace'), 'being-typ', 'a field being edited is left alone');
    await page.close();

    door.state = state([atProvider]);
    const [second] = await open(context, door);
    await second.focus('#conn_pay-again');
    door.state = state([connected]);
    await second.waitForSelector('.badge-yellow');
    t.equal(await second.evaluate(() => document.activeElement?.id), 'conn_pay', 'the card’s heading');
    await second.close();
  });

  await t.test('that the session is over, and stops asking', async (t) => {
    door.state = state([connected]);
    const [page, said] = await open(context, door);
    door.mood = 'expired';
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('.card-notice');
    t.match(await page.textContent('.card-notice'), 'This page has timed out');
    t.same(await said(), ['This page has timed out. Open it again from Acme Rota; nothing you connected is lost.']);
    const asked = door.asked.length;
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForTimeout(300);
    t.equal(door.asked.length, asked);
    await page.close();
  });

  await t.test('that Latchkey cannot be reached, keeps what it has, and comes back', async (t) => {
    door.state = state([atProvider]);
    const [page, said] = await open(context, door);
    door.mood = 'silent';
    await page.waitForSelector('.sticky');
    t.match(await page.textContent('.sticky'), /We cannot reach Latchkey right now\. What you see is from \d\d:\d\d\./);
    t.equal(await page.locator('latchkey-card').count(), 1);
    door.mood = 'well';
    door.state = state([connected]);
    await page.waitForSelector('.badge-yellow');
    t.equal(await page.locator('.sticky').count(), 0);
    t.equal((await said()).length, 2, 'once that it is offline, once that it is connected');
    await page.close();
  });

  await t.test('a disconnect that the server refuses, inside the dialog', async (t) => {
    door.state = state([sampleBooks]);
    const [page] = await open(context, door);
    door.mood = 'refusing';
    await page.click('#conn_books-disconnect');
    await page.click('dialog .button-danger');
    await page.waitForSelector('dialog .field-error');
    t.match(await page.textContent('dialog .field-error'), 'That did not work, and nothing was changed.');
    t.equal(await page.locator('.badge-green').count(), 1);
    await page.close();
  });

  await t.test('a return in the same tab: the card’s environment and heading', async (t) => {
    door.state = state([sampleBooks, { ...placeholderDrive, environment: 'sandbox' }]);
    const [page] = await open(context, door, '#conn_drive');
    await page.waitForFunction(() => document.activeElement?.id === 'conn_drive');
    t.equal(await page.locator('latchkey-card').count(), 1);
    await page.close();
  });
});

t.test('where windows are of no use the form goes to the same tab', { skip: skipWithoutChromium }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(state([mockPayroll]));
  t.teardown(() => door.close());
  const display = () =>
    new URLSearchParams(door.asked.findLast(({ method }) => method === 'POST')?.body).get('display');

  await t.test('on a small touch screen', async (t) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const [page] = await open(context, door);
    await page.tap('#conn_pay-submit');
    await page.waitForURL('**/connect/conn_pay');
    t.equal(display(), 'page');
    await context.close();
  });

  await t.test('when the browser blocks them', async (t) => {
    const context = await browser.newContext();
    const [page] = await open(context, door);
    await page.evaluate(() => Object.assign(window, { open: () => null }));
    await page.click('#conn_pay-submit');
    await page.waitForURL('**/connect/conn_pay');
    t.equal(display(), 'page');
    await context.close();
  });

  await t.test('when the person asks for it while waiting', async (t) => {
    door.state = state([atProvider]);
    const context = await browser.newContext();
    const [page] = await open(context, door);
    await page.click('text=Continue in this tab');
    await page.waitForURL('**/connect/conn_pay');
    t.equal(display(), 'page');
    await context.close();
  });

  await t.test('without scripts each card that can be connected has a form', async (t) => {
    door.state = state([fictionalChat, sampleBooks]);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${door.url}/wizard/wiz_demo`);
    t.same(await page.locator('form button').allTextContents(), ['Connect', 'Use another account']);
    t.equal(await page.locator('.skeletons').isVisible(), false);
    const provider = context.waitForEvent('page');
    await page.click('form button >> nth=0');
    await (await provider).waitForSelector('h1');
    const fields = new URLSearchParams(door.asked.findLast(({ method }) => method === 'POST')?.body);
    t.equal(fields.get('csrf'), 'csrf-demo');
    t.equal(fields.get('input.workspace'), 'example-bakery');
    await context.close();
  });
});
