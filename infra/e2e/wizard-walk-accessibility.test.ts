import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { rulesOfLooks, violationsOf } from '../../apps/wizard/test/axe.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, consentAt, openWizard } from './walk.js';

// Every screen is looked at twice, slowly; the machine may be busy.
t.setTimeout(240_000);

/** axe finds nothing, in light and dark, wide and narrow; and nothing scrolls sideways. */
async function isAccessible(t: Test, page: Page, screen: string): Promise<void> {
  for (const [width, colorScheme, rules] of [
    [1280, 'light', undefined],
    [360, 'dark', rulesOfLooks],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    t.same(await violationsOf(page, rules), [], `${screen}, ${colorScheme}, ${width}`);
    t.notOk(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), `${screen}, ${width}: fits`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

t.test('axe finds nothing on the way', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls } = stack;
  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { reducedMotion: 'reduce', expected: /status of 4\d\d/ });
  // Results in the same tab: a window would close while axe looks at it.
  await context.addInitScript(() => {
    window.open = () => null;
  });
  const page = await context.newPage();
  const report = (body: object) => api.post(`/v1/connections/${connectionId}/executions`, body);

  await openWizard(page, stack);
  await badge(page, 'Not connected');
  await isAccessible(t, page, 'not connected');

  await page.getByRole('button', { name: /^Connect / }).click();
  await consentAt(page, { decision: 'Deny' });
  await page.getByText('Details for support').click();
  await isAccessible(t, page, 'failure page');

  await page.getByRole('button', { name: 'Try again' }).click();
  await consentAt(page);
  await page.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
  await isAccessible(t, page, 'success page');

  await page.getByRole('link', { name: /^Back to / }).click();
  await badge(page, 'Connected, not used yet');
  await isAccessible(t, page, 'connected, not used yet');

  await report({ outcome: 'succeeded' });
  await report({ outcome: 'connection_error', message: 'On hold', providerStatus: 403, providerBody: '<b>no</b>' });
  await page.reload();
  await badge(page, 'Needs attention');
  await page.getByRole('button', { name: /^Log / }).click();
  await page.locator('li.event').first().waitFor();
  await page.locator('li.event details summary').first().click();
  await isAccessible(t, page, 'needs attention, log open');

  await report({ outcome: 'succeeded' });
  await page.reload();
  await badge(page, 'Working');
  await page.getByRole('button', { name: /^Disconnect / }).click();
  await page.getByRole('dialog').waitFor();
  await isAccessible(t, page, 'working, the question before disconnecting');
  await page.keyboard.press('Escape');

  await page.goto(`${urls.callback}/callback/cfg_unknown/production?code=x&state=y`);
  await isAccessible(t, page, 'forged');
});
