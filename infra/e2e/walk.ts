import type { Locator, Page } from 'playwright-core';
import type { Site } from './stack.js';

/** What the person does at the sandbox provider. */
export interface Consent {
  readonly email?: string;
  readonly decision?: 'Allow' | 'Deny';
}

/** Opens the wizard as a customer does: from the vendor's page, by a one-time ticket. */
export async function openWizard(page: Page, site: Pick<Site, 'urls'>, scripts: 'on' | 'off' = 'on'): Promise<void> {
  await page.goto(site.urls.vendor);
  await page.getByRole('button', { name: 'Configure' }).click();
  // The page in between hands over by itself where scripts run.
  if (scripts === 'off') await page.getByRole('button', { name: 'Open the wizard' }).click();
  await page.waitForURL(`${site.urls.callback}/wizard/wiz_*`);
}

/** The card of a connection, as it stands in the wizard. */
export function cardOf(page: Page, connectionId: string): Locator {
  return page.locator('latchkey-card article').filter({ has: page.locator(`h2#${connectionId}`) });
}

/** Waits until the card has this badge, without any help from the test. */
export async function badge(page: Page, text: string): Promise<void> {
  await page.locator('latchkey-card latchkey-status').getByText(text, { exact: true }).waitFor();
}

/** The person comes back to the wizard's window, which then asks the server at once. */
export async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
}

/** Presses a button of the only card, and answers the window that opens. */
export async function pressForWindow(page: Page, name: RegExp): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name }).click();
  return await opened;
}

/** Signs in (when the provider does not know this browser yet) and decides at the consent page. */
export async function consentAt(page: Page, { email = 'mara@example.com', decision = 'Allow' }: Consent = {}) {
  await page.waitForSelector('body[data-page=login], body[data-page=consent]');
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  if (await signIn.isVisible()) {
    await page.getByLabel('E-mail address').fill(email);
    await signIn.click();
  }
  await page.waitForSelector('body[data-page=consent]');
  await page.getByRole('button', { name: decision, exact: true }).click();
}

/** Connects through a window, which says that it went well and closes by itself. */
export async function connectByWindow(page: Page, consent: Consent = {}): Promise<void> {
  const popup = await pressForWindow(page, /^(Connect|Reconnect|Use another account)\b/);
  const closed = popup.waitForEvent('close');
  const said = popup.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
  await Promise.all([consentAt(popup, consent), said, closed]);
}
