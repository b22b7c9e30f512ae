import type { Page } from 'playwright-core';
import t from 'tap';
import { rulesOfLooks, violationsOf } from './axe.js';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { events, fictionalChat, mockPayroll, sampleBooks, state, states } from './wizard-states.js';

// Over a hundred looks at whole pages; the machine may be busy.
t.setTimeout(400_000);

/** What a person does before the page is looked at, per state. */
const steps: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  colours: async (page) => {
    await page.click('#conn_crm-log-button');
    await page.click('.event summary');
  },
  fields: async (page) => page.click('#conn_set-settings-button'),
  wrong: async (page) => {
    await page.fill('#conn_chat-input-workspace', 'https://example bakery');
    await page.click('#conn_chat-submit');
    await page.waitForSelector('.field-error');
  },
  dialog: async (page) => {
    await page.click('#conn_books-disconnect');
    await page.waitForSelector('dialog[open]');
  },
  'empty log': async (page) => {
    await page.click('#conn_pay-log-button');
    await page.waitForSelector('.log .callout');
  },
  'timed out': async (page) => {
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('.card-notice');
  },
  offline: async (page) => {
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('.sticky');
  },
};
const screens = {
  ...states,
  wrong: state([fictionalChat]),
  dialog: state([sampleBooks]),
  'empty log': state([mockPayroll]),
  'timed out': state([sampleBooks]),
  offline: state([sampleBooks]),
};

t.test(
  'axe finds nothing and nothing scrolls sideways, in every state',
  { skip: skipWithoutChromium, timeout: 400_000 },
  async (t) => {
    const browser = await launchChromium();
    t.teardown(() => browser.close());
    for (const [name, screen] of Object.entries(screens)) {
      const door = await startScriptedDoor(screen);
      if (name !== 'empty log') door.events = events;
      const context = await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${door.url}/wizard/${screen.id}`);
      await page.waitForSelector('latchkey-card h2, .card-notice');
      // From here on, so that the page itself came up well.
      door.mood = name === 'offline' ? 'silent' : name === 'timed out' ? 'expired' : 'well';
      await steps[name]?.(page);
      t.same(await violationsOf(page), [], `${name}, light, 1280`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 900 });
      t.same(await violationsOf(page, rulesOfLooks), [], `${name}, dark, 360`);
      await page.setViewportSize({ width: 320, height: 640 });
      t.equal(
        await page.evaluate(() => document.documentElement.scrollWidth),
        320,
        `${name}: no sideways scroll at 320`,
      );
      const expected = name === 'offline' || name === 'timed out' ? /Failed to load resource/ : /^$/;
      t.same(
        complaints.filter((text) => !expected.test(text)),
        [],
        `${name}: nothing in the console`,
      );
      await context.close();
      await door.close();
    }
  },
);
