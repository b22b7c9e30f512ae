import t from 'tap';
import { rulesOfLooks, violationsOf } from '../../../wizard/test/axe.js';
import { launchChromium, skipWithoutChromium } from '../../../wizard/test/chromium.js';
import { startScriptedDoor } from '../../../wizard/test/scripted-door.js';
import { state } from '../../../wizard/test/wizard-states.js';
import { samplePages } from './sample-pages.js';

t.setTimeout(400_000);

t.test(
  'axe finds nothing and nothing scrolls sideways, on every page',
  { skip: skipWithoutChromium, timeout: 400_000 },
  async (t) => {
    const browser = await launchChromium();
    t.teardown(() => browser.close());
    const door = await startScriptedDoor(state([]));
    t.teardown(() => door.close());
    for (const [name, html] of Object.entries(samplePages)) {
      // The hop page would leave at once; what people see of it is looked at without the refresh.
      door.pages.set('/page', html.replace(/<meta http-equiv="refresh"[^>]*>/, ''));
      const context = await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(`${door.url}/page`);
      for (const summary of await page.locator('summary').all()) await summary.click();
      t.same(await violationsOf(page), [], `${name}, light, 1280`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 900 });
      t.same(await violationsOf(page, rulesOfLooks), [], `${name}, dark, 360`);
      await page.setViewportSize({ width: 320, height: 640 });
      t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, `${name}: no sideways scroll`);
      t.same(complaints, [], `${name}: nothing in the console`);
      await context.close();
    }
  },
);
