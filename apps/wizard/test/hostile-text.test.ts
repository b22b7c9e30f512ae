import t from 'tap';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { connection, state } from './wizard-states.js';

const HTML = '</script><script>window.broken=1</script><img src=x onerror="window.broken=1">';
const BIDI = '\u202Egnp.exe\u2066\u200B';
const LONG = 'a'.repeat(10_000);

t.test('text from outside stays text, under Trusted Types', { skip: skipWithoutChromium }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const hostile = connection({
    id: 'conn_x',
    name: `Books ${HTML}`,
    purpose: HTML,
    status: 'active',
    color: 'green',
    health: 'succeeded',
    accountLabel: `${BIDI}${HTML}${LONG}`,
    scopes: [{ scope: HTML, required: true, granted: true }],
    inputs: [{ name: 'site', label: HTML, type: 'text', required: true, value: HTML, hasValue: true }],
    connectedAppsUrl: 'javascript:window.broken=1',
  });
  const door = await startScriptedDoor(
    state([hostile], {
      organization: { name: HTML },
      customer: { name: HTML },
      returnUrl: 'javascript:window.broken=1',
    }),
  );
  t.teardown(() => door.close());
  door.events = [
    {
      id: 'evt_1',
      at: '2031-05-14T07:12:00Z',
      kind: HTML,
      severity: 'problem',
      actor: `${BIDI}${LONG}`,
      reason: HTML,
      details: [{ label: HTML, value: `${BIDI}${HTML}${LONG}` }],
    },
  ];
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${door.url}/wizard/wiz_demo`);
  await page.waitForSelector('latchkey-card h2');
  await page.click('#conn_x-log-button');
  await page.click('.event summary');
  t.match(await page.textContent('h2'), '<script>window.broken=1</script>');
  const value = (await page.textContent('.technical dd')) ?? '';
  t.ok(value.length <= 300, 'cut');
  t.notMatch(value, /[\u202e\u2066\u200b]/, 'nothing that turns the reading direction');
  t.match(value, '<img src=x');
  t.equal(await page.evaluate(() => 'broken' in window), false, 'nothing ran');
  t.equal(await page.locator('latchkey-wizard img, latchkey-wizard script').count(), 0);
  t.equal(await page.locator('a[href^="javascript:"]').count(), 0);
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, 'no sideways scroll');
  t.same(complaints, []);

  await t.test('and the browser itself refuses markup made of strings', async (t) => {
    const refusal = page.evaluate(() => {
      document.body.innerHTML = '<b>x</b>';
    });
    await t.rejects(refusal, /TrustedHTML/);
  });
});
