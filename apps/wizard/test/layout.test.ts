import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { events, state, states } from './wizard-states.js';

t.test('layout', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(states.colours ?? state([]));
  t.teardown(() => door.close());
  door.events = events;

  await t.test('nothing moves until it is settled', async (t) => {
    for (const width of [1280, 768, 360]) {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await context.newPage();
      await page.goto(`${door.url}/wizard/wiz_demo`);
      await page.waitForSelector('latchkey-card h2');
      await page.waitForTimeout(500);
      const shift = await page.evaluate(() => {
        const observer = new PerformanceObserver(() => {});
        observer.observe({ type: 'layout-shift', buffered: true });
        return observer.takeRecords().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0);
      });
      t.ok(shift < 0.01, `${width}: ${shift}`);
      await context.close();
    }
  });

  await t.test('on touch, controls are 44 px high and fields have 16 px type', async (t) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(`${door.url}/wizard/wiz_demo`);
    await page.tap('#conn_crm-log-button');
    await page.waitForSelector('.event');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('.button, .segments label, label.chip, .field, .affix, summary')]
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    t.same(small, []);
    t.equal(await page.locator('.affix input').evaluate((input) => getComputedStyle(input).fontSize), '16px');
    await context.close();
  });

  await t.test('right to left: mirrored, and no wider', async (t) => {
    const context = await browser.newContext({ viewport: { width: 320, height: 740 } });
    const page = await context.newPage();
    await page.goto(`${door.url}/wizard/wiz_demo`);
    await page.click('#conn_crm-log-button');
    await page.waitForSelector('.event');
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    const [heading, tile] = await Promise.all(
      ['#conn_crm', '.card .tile'].map((selector) => page.locator(selector).first().boundingBox()),
    );
    t.ok((heading?.x ?? 0) < (tile?.x ?? 0));
    await context.close();
  });

  await t.test('a status can be told without colour', async (t) => {
    const context = await browser.newContext({ forcedColors: 'active' });
    const page = await context.newPage();
    await page.goto(`${door.url}/wizard/wiz_demo`);
    await page.waitForSelector('.badge');
    const badges = await page.evaluate(() =>
      [...document.querySelectorAll('.badge')].map((badge) => ({
        word: badge.textContent?.trim(),
        shape: [...badge.querySelectorAll('path')].map((path) => path.getAttribute('d')).join(' '),
        border: getComputedStyle(badge).borderTopWidth,
      })),
    );
    t.equal(new Set(badges.map(({ word }) => word)).size, 4);
    t.equal(new Set(badges.map(({ shape }) => shape)).size, 4);
    t.ok(badges.every(({ border }) => border === '1px'));
    await context.close();
  });
});
