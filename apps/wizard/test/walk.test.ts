import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { connection, events, fictionalChat, mockPayroll, NOW, sampleBooks, state } from './wizard-states.js';

/** The focused element's accessible name, else its text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const names = element?.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labelled = names.map((id) => document.getElementById(id)?.textContent?.trim()).join(' ');
    const label = element?.id ? document.querySelector(`label[for="${element.id}"]`) : element?.closest('label');
    return labelled || element?.getAttribute('aria-label') || (label ?? element)?.textContent?.trim() || '';
  });

/** Presses Tab until `name` has the focus; every stop on the way must show a ring. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<readonly string[]> {
  const bare: string[] = [];
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press(key);
    const width = await page.evaluate(() => {
      const element = document.activeElement;
      const ringed = element?.closest('.segments label, label.chip, .affix') ?? element;
      return ringed === null ? 0 : Number.parseFloat(getComputedStyle(ringed).outlineWidth);
    });
    const here = await focused(page);
    if (width < 2) bare.push(here);
    if (here === name) return bare;
  }
  throw new Error(`${name} cannot be reached with ${key}`);
}

t.test('a person with a keyboard only', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const waiting = { kind: 'redirect', expiresAt: '2031-05-14T08:41:00Z' } as const;
  const sandbox = connection({ id: 'conn_test', name: 'Test Books', environment: 'sandbox' });
  const door = await startScriptedDoor(state([fictionalChat, sampleBooks, sandbox]));
  t.teardown(() => door.close());
  door.events = events;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${door.url}/wizard/wiz_demo`);
  await page.waitForSelector('latchkey-card h2');
  const announced = () => page.textContent('#announcer');

  await t.test('connects: the form goes to a window of its own, the page waits', async (t) => {
    door.onPost = (path) => {
      if (path.startsWith('/connect/')) {
        door.state = state([{ ...fictionalChat, authorization: waiting }, sampleBooks, sandbox]);
      }
    };
    t.same(await tabTo(page, 'Connect Fictional Chat'), [], 'every stop has a ring');
    const popup = context.waitForEvent('page');
    await page.keyboard.press('Enter');
    await (await popup).waitForSelector('h1');
    t.equal((await (await popup).textContent('h1')) ?? '', 'Provider');
    const post = door.asked.find(({ path }) => path === '/connect/conn_chat');
    const fields = Object.fromEntries(new URLSearchParams(post?.body));
    t.same(fields, {
      csrf: 'csrf-demo',
      wizard: 'wiz_demo',
      display: 'popup',
      'input.workspace': 'example-bakery',
      'input.region': 'eu',
      scopes: 'chosen',
      scope: 'history.read',
    });
    t.same(new URLSearchParams(post?.body).getAll('scope'), ['messages.write', 'history.read']);
    await page.waitForSelector('.waiting h3');
    t.equal(await focused(page), 'Finish signing in at Fictional Chat');
    t.match(await announced(), /^Finish signing in at Fictional Chat\. It is open in another window\./);
  });

  await t.test('cancels: the focus goes back to Connect', async (t) => {
    door.onPost = () => {
      door.state = state([fictionalChat, sampleBooks, sandbox]);
    };
    await tabTo(page, 'Cancel Fictional Chat');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.waiting', { state: 'detached' });
    const post = door.asked.findLast(({ method }) => method === 'POST');
    t.match(post, { path: '/wizard/wiz_demo/connections/conn_chat/cancel', csrf: 'csrf-demo' });
    t.equal(await focused(page), 'Connect Fictional Chat');
    t.equal(await announced(), 'Sign-in at Fictional Chat was cancelled. Nothing was changed.');
  });

  await t.test('switches the environment: the focus stays', async (t) => {
    await tabTo(page, 'Production', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    t.equal(await focused(page), 'Sandbox');
    t.equal(await announced(), 'Sandbox: 1 not connected');
    t.same(await page.locator('latchkey-card h2').allTextContents(), ['Test Books']);
    await page.keyboard.press('ArrowLeft');
    t.equal(await announced(), 'Production: 1 not connected, 1 working');
  });

  await t.test('reads a log; older events take the focus', async (t) => {
    door.pageSize = 3;
    await tabTo(page, 'Log Sample Books');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.event');
    t.equal(await page.getAttribute('#conn_books-log-button', 'aria-expanded'), 'true');
    t.equal(await page.locator('.event').count(), 3);
    await tabTo(page, 'Older events');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.event').length === 5);
    t.match(await focused(page), /Used by Payroll sync/);
    await tabTo(page, 'All', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelectorAll('.event').length === 1);
    t.equal(await focused(page), 'Problems');
  });

  await t.test('keeps: Escape closes the dialog, a click beside it does not', async (t) => {
    await page.focus('#conn_books-log-button');
    await tabTo(page, 'Disconnect Sample Books');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    t.equal(await focused(page), 'Keep connected');
    t.match(await page.textContent('dialog'), 'Payroll sync and Month-end report stop working with Sample Books');
    await page.mouse.click(5, 5);
    t.equal(await page.locator('dialog[open]').count(), 1);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    t.equal(await focused(page), 'Disconnect Sample Books');
    t.notOk(door.asked.some(({ path }) => path.startsWith('/disconnect/')));
  });

  await t.test('disconnects: the focus goes to the card, the end is announced', async (t) => {
    door.onPost = () => {
      door.state = state([fictionalChat, { ...sampleBooks, status: 'disconnecting', color: 'gray' }, sandbox]);
    };
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await tabTo(page, 'Disconnect');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    t.match(
      door.asked.findLast(({ method }) => method === 'POST'),
      {
        path: '/disconnect/conn_books',
        csrf: 'csrf-demo',
        body: '{"wizard":"wiz_demo"}',
      },
    );
    await page.waitForFunction(() => document.activeElement?.id === 'conn_books');
    t.equal(await announced(), 'Sample Books: Disconnecting');
    const gone = connection({
      id: 'conn_books',
      name: 'Sample Books',
      lastRevocation: { outcome: 'revoked', at: NOW },
    });
    door.state = state([fictionalChat, gone, sandbox, mockPayroll]);
    await page.waitForFunction(() => document.querySelector('#announcer')?.textContent?.startsWith('Disconnected'));
    t.equal(await announced(), 'Disconnected. Sample Books confirmed that access was revoked.');
    t.equal(await focused(page), 'Sample Books');
  });
});
