import { type ConsentWalk, walkConsent } from '@latchkey/sandbox';
import type { Page, Response } from 'playwright-core';
import type { Site } from './stack.js';
import { pressForWindow } from './walk.js';

const escaped = (text: string) => text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);

/** Where a form of another site stands: in a page, or in a sandboxed frame, whose origin is `null`. */
export type Place = 'page' | 'sandboxed frame';

/**
 * Submits a form to `action` from a page of `origin`, as a site there could, and answers the first answer. No server
 * needs to listen at `origin`.
 */
export async function postFrom(
  page: Page,
  origin: string,
  form: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly place?: Place;
    readonly encoding?: string;
  },
): Promise<Response> {
  const { action, fields, place = 'page', encoding = 'application/x-www-form-urlencoded' } = form;
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const markup = `<form method="post" target="_top" enctype="${encoding}" action="${escaped(action)}">${inputs.join('')}<button>Go</button></form>`;
  const framed = `<iframe sandbox="allow-forms allow-top-navigation" srcdoc="${escaped(markup)}"></iframe>`;
  const url = `${origin}/form-of-another-site`;
  const body = `<!doctype html><title>Another site</title>${place === 'page' ? markup : framed}`;
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(url);
  const answered = page.waitForResponse((response) => response.url() === action);
  await (place === 'page' ? page : page.frameLocator('iframe')).getByRole('button', { name: 'Go' }).click();
  const response = await answered;
  await page.waitForLoadState();
  return response;
}

/**
 * Presses Connect in an open wizard and lets somebody consent elsewhere: answers the callback URL, with a good code and
 * state, at which no browser has arrived yet. The window that opened is closed.
 */
export async function callbackNotYetVisited(
  page: Page,
  site: Site,
  walk: ConsentWalk = { email: 'mara@example.com', decision: 'allow' },
): Promise<string> {
  const asked = page
    .context()
    .waitForEvent('request', (request) => request.url().startsWith(`${site.urls.provider}/authorize?`));
  const popup = await pressForWindow(page, /^(Connect|Use another account|Start again) /);
  const url = await walkConsent((await asked).url(), walk);
  await popup.close();
  return url.href;
}
