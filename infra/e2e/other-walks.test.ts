import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { until } from './until.js';
import { badge, cardOf, consentAt, openWizard } from './walk.js';

t.test('other ways to walk', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls } = stack;
  const browser = await startBrowser(t);

  await t.test('a small touch screen: the same tab, and back to the card', async (t) => {
    const context = await browser.newContext(t, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    await openWizard(page, stack);
    await page.getByRole('button', { name: /^Connect / }).tap();
    await consentAt(page);
    await page.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    t.equal(context.pages().length, 1, 'no window was opened');
    t.notOk(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), 'no sideways scrolling');
    await page.getByRole('link', { name: /^Back to / }).click();
    await badge(page, 'Connected, not used yet');
    t.equal(new URL(page.url()).hash, `#${connectionId}`);
    t.equal(await page.evaluate(() => document.activeElement?.id), connectionId, 'its heading has the focus');
  });

  await t.test('a blocked window: the same tab', async (t) => {
    const context = await browser.newContext(t);
    await context.addInitScript(() => {
      window.open = () => null;
    });
    const page = await context.newPage();
    await openWizard(page, stack);
    await page.getByRole('button', { name: /^Use another account / }).click();
    await consentAt(page, { email: 'zoe@example.com' });
    await page.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    await page.getByRole('link', { name: /^Back to / }).click();
    await badge(page, 'Connected, not used yet');
    t.match(await cardOf(page, connectionId).textContent(), 'zoe@example.com');
    await until('the former grant is revoked', async () => stack.provider.liveGrants().length === 1);
    t.equal(stack.provider.liveGrants()[0]?.account.email, 'zoe@example.com');
  });

  await t.test('without JavaScript', async (t) => {
    await api.post(`/v1/connections/${connectionId}/disconnect`, {});
    await until('disconnected', async () => (await api.connection(connectionId)).status === 'pending');
    const context = await browser.newContext(t, { javaScriptEnabled: false });
    const page = await context.newPage();
    await openWizard(page, stack, 'off');
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: /^Connect / }).click();
    const tab = await opened;
    await consentAt(tab);
    await tab.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    t.ok(tab.url().startsWith(`${urls.callback}/callback/`));
    await page.reload();
    // Playwright's text search leaves out what stands in <noscript>.
    await page.locator('.badge-yellow').waitFor();
    t.equal(await page.locator('.badge-yellow').textContent(), 'Connected, not used yet');
    t.match(await api.connection(connectionId), { status: 'active', color: 'yellow' });
  });
});
