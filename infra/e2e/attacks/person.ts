import type { BrowserContext, Page } from 'playwright-core';
import { postFrom } from '../attacks.js';
import { pressForWindow } from '../walk.js';
import type { Target } from './target.js';

/** The answer to a sign-in that was begun. */
export interface Begun {
  readonly status: number;
  /** The authorization URL; empty when there is none. */
  readonly url: string;
}

/** Somebody with a browser of their own, in which they are signed in at the provider. */
export interface Person {
  readonly account: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens the wizard of that connection's instance from the vendor's page, in the person's one tab. */
  openWizard(target: Target): Promise<void>;
  /** Posts Connect as the open wizard does, with further fields, and does not go where it leads. */
  begin(target: Target, fields?: Readonly<Record<string, string>>): Promise<Begun>;
  /** Presses Connect in the open wizard and waits until the window that it opens has done its work. */
  pressConnect(): Promise<void>;
  /** A JSON call of the open wizard; answers its status. */
  call(path: string, body: Readonly<Record<string, unknown>>): Promise<number>;
  /** The open wizard's state, asked for anew. */
  state(): Promise<WizardNow>;
  /** The callback URL that the provider answers an authorization URL with in this browser, which does not go there. */
  consentAt(authorizationUrl: string): Promise<URL>;
  /** The code that the provider shows this person on a page. */
  readCode(authorizationUrl: string): Promise<string>;
  /** Goes to an address and on to wherever that leads, until it is a page of this origin. */
  follow(url: string, origin: string): Promise<void>;
}

/** What the scripts need of the wizard's state. */
export interface WizardNow {
  readonly id: string;
  readonly connections: readonly { readonly id: string; readonly authorization?: { readonly id?: string } }[];
}

/** Signs somebody in at the provider, in a fresh browser. */
export async function personIn(
  context: BrowserContext,
  { account, providerUrl }: { readonly account: string; readonly providerUrl: string },
): Promise<Person> {
  await context.addCookies([{ name: 'account', value: encodeURIComponent(account), url: providerUrl }]);
  const page = await context.newPage();
  const inWizard = () => new URL(page.url()).pathname.startsWith('/wizard/wiz_');
  const answerOf = async (authorizationUrl: string) => await context.request.get(authorizationUrl, { maxRedirects: 0 });
  return {
    ...{ account, context, page },
    async openWizard(target) {
      const { url, ticket } = await target.newTicket();
      await postFrom(page, target.organization.origin, { action: url, fields: { ticket } });
    },
    async begin({ connectionId }, fields = {}) {
      if (!inWizard()) return { status: 0, url: '' };
      const [status, html] = await page.evaluate(
        async ([path, given]) => {
          const state = JSON.parse(document.getElementById('wizard-state')?.textContent ?? '{}');
          const body = new URLSearchParams({ ...given, csrf: state.csrfToken, wizard: state.id, display: 'page' });
          const response = await fetch(path, { method: 'POST', body });
          return [response.status, await response.text()] as const;
        },
        [`/connect/${connectionId}`, fields] as const,
      );
      const url = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1] ?? '';
      return { status, url: url.replaceAll('&amp;', '&') };
    },
    async pressConnect() {
      const popup = await pressForWindow(page, /^(Connect|Use another account|Start again|Reconnect) /);
      if (!popup.isClosed()) await popup.waitForEvent('close');
    },
    async call(path, body) {
      return await page.evaluate(
        async ([path, body]) => {
          const { id, csrfToken } = JSON.parse(document.getElementById('wizard-state')?.textContent ?? '{}');
          const json = 'application/json';
          const headers = { 'content-type': json, accept: json, 'x-csrf-token': csrfToken };
          return (await fetch(`/wizard/${id}${path}`, { method: 'POST', headers, body })).status;
        },
        [path, JSON.stringify(body)] as const,
      );
    },
    state: async () =>
      await page.evaluate(async () => {
        const { id } = JSON.parse(document.getElementById('wizard-state')?.textContent ?? '{}');
        return (await (await fetch(`/wizard/${id}/state`)).json()) as WizardNow;
      }),
    async consentAt(authorizationUrl) {
      const { location } = (await answerOf(authorizationUrl)).headers();
      if (!location) throw new Error(`no redirect from ${authorizationUrl}`);
      return new URL(location);
    },
    async readCode(authorizationUrl) {
      const html = await (await answerOf(authorizationUrl)).text();
      return /<output>([^<]+)</.exec(html)?.[1] ?? '';
    },
    async follow(url, origin) {
      await page.goto(url);
      await page.waitForURL((now) => now.origin === origin);
      await page.waitForLoadState();
    },
  };
}
