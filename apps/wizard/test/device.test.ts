import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { exampleLamp, lampCode, NOW, state } from './wizard-states.js';

t.test('a code that is typed at the provider', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(state([exampleLamp]));
  t.teardown(() => door.close());
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${door.url}/wizard/wiz_demo`);
  await page.waitForSelector('latchkey-card h2');
  const announced = () => page.textContent('#announcer');
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
  const card = page.locator('latchkey-card');

  await t.test('a provider that gives none is told in the card, which stays as it was', async (t) => {
    door.onPost = () => {
      door.state = state([{ ...exampleLamp, lastFailure: { error: 'provider_unavailable', at: NOW } }]);
    };
    await page.click('#conn_lamp-submit');
    await page.waitForSelector('latchkey-card .callout');
    t.match(await card.textContent(), /Example Lamp was not connected\./);
    t.equal(await focused(), 'conn_lamp-submit');
  });

  await t.test('Connect shows it large with its address, without a window', async (t) => {
    door.onPost = () => {
      door.state = state([{ ...exampleLamp, authorization: lampCode }]);
    };
    await page.click('#conn_lamp-submit');
    await page.waitForSelector('latchkey-device');
    t.equal(context.pages().length, 1);
    t.equal(await page.textContent('.device-code b'), 'WDJB-MJHT');
    const size = await page.$eval('.device-code b', (code) => Number.parseFloat(getComputedStyle(code).fontSize));
    t.ok(size >= 24, `${size}px`);
    t.equal(
      await page.getAttribute('#conn_lamp-device-open', 'href'),
      'https://lamp.example/device?user_code=WDJB-MJHT',
    );
    t.equal(await page.getAttribute('.device-address', 'href'), 'https://lamp.example/device');
    for (const link of ['#conn_lamp-device-open', '.device-address'])
      t.equal(await page.getAttribute(link, 'target'), '_blank');
    t.match(await card.textContent(), /works for 10 more minutes\..*Never type a code that somebody sent you/s);
    t.notMatch(await card.textContent(), /No window\?|open in another window/);
    t.equal(await focused(), 'H3', 'the panel’s heading');
    t.match(await announced(), 'Enter the code WDJB-MJHT at Example Lamp.');
    const [post] = door.asked.filter(({ path }) => path === '/connect/conn_lamp');
    t.equal(post?.csrf, 'csrf-demo');
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
  });

  await t.test('it is copied', async (t) => {
    await page.click('#conn_lamp-device-copy');
    await page.waitForFunction(() => document.getElementById('announcer')?.textContent?.includes('copied'));
    t.equal(await page.evaluate(() => navigator.clipboard.readText()), 'WDJB-MJHT');
  });

  await t.test('Start again brings another; a stranger to it sees none', async (t) => {
    door.onPost = () => {
      const device = { ...lampCode.device, userCode: 'NEWC-ODEX' };
      door.state = state([{ ...exampleLamp, authorization: { ...lampCode, device } }]);
    };
    await page.click('#conn_lamp-again');
    await page.getByText('NEWC-ODEX', { exact: true }).waitFor();
    t.match(await announced(), 'Enter the code NEWC-ODEX at Example Lamp.');
    const { device: _, ...elsewhere } = lampCode;
    door.state = state([{ ...exampleLamp, authorization: elsewhere }]);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.getByText('shown where it was asked for').waitFor();
    t.equal(await page.locator('.device-code').count(), 0);
  });

  await t.test('Cancel, and done: by polling alone', async (t) => {
    door.onPost = () => {
      door.state = state([exampleLamp]);
    };
    await page.click('#conn_lamp-cancel');
    await page.waitForSelector('latchkey-card .badge-gray:has-text("Not connected")');
    t.equal(await focused(), 'conn_lamp-submit');
    t.match(await announced(), 'Sign-in at Example Lamp was cancelled.');
    door.onPost = () => {
      door.state = state([{ ...exampleLamp, authorization: lampCode }]);
    };
    await page.click('#conn_lamp-submit');
    await page.waitForSelector('latchkey-device');
    door.state = state([{ ...exampleLamp, status: 'active', color: 'yellow', connectedAt: NOW }]);
    await page.waitForSelector('latchkey-card .badge-yellow');
    t.match(await announced(), 'Example Lamp is connected.');
  });
  t.same(complaints, []);
});
