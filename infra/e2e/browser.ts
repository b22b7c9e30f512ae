import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const executablePath = process.env.TEST_CHROMIUM;

/** `false` when there is a Chromium to test with, else why these tests are skipped. */
export const skipWithoutChromium: false | string = executablePath
  ? false
  : 'no Chromium: install the package chromium, then run the tests with "npm test"';

/** What a context takes beside Playwright's own options. */
export interface ContextOptions extends BrowserContextOptions {
  /** Errors in the console that the test expects, as when a page comes with status 400. Any other fails the test. */
  readonly expected?: RegExp;
}

/** What a browser ends with, and complains to. A tap `Test` is one. */
export interface BrowserScope {
  teardown(end: () => unknown): unknown;
  fail(message: string): unknown;
}

export interface TestBrowser {
  /** A browser of another person: no cookies, no storage. Fails `t` on errors and CSP violations in the console. */
  newContext(t: BrowserScope, options?: ContextOptions): Promise<BrowserContext>;
}

/** Starts a real Chromium for this test. */
export async function startBrowser(t: BrowserScope): Promise<TestBrowser> {
  const args = JSON.parse(process.env.TEST_CHROMIUM_ARGS ?? '[]') as string[];
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
  t.teardown(() => browser.close());
  return {
    async newContext(t, { expected, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(20_000);
      t.teardown(() => context.close());
      const complain = (text: string) => {
        if (!expected?.test(text)) t.fail(`the browser's console: ${text}`);
      };
      context.on('console', (message) => {
        const text = message.text();
        const isViolation = /Content Security Policy|Trusted ?Type|Refused to/i.test(text);
        if (message.type() === 'error' || isViolation) complain(`${text} (${message.location().url})`);
      });
      context.on('weberror', (error) => complain(String(error.error())));
      return context;
    },
  };
}
