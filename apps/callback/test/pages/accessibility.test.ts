import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import { launchChromium, skipWithoutChromium } from '../../../wizard/test/chromium.js';
import { startScriptedDoor } from '../../../wizard/test/scripted-door.js';
import { state } from '../../../wizard/test/wizard-states.js';
import { samplePages } from './sample-pages.js';

t.setTimeout(400_000);
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

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
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await page.goto(`${door.url}/page`);
        for (const summary of await page.locator('summary').all()) await summary.click();
        // Colours change with the scheme and layout with the width; each is looked at once, the slowest part of the suite.
        const width = colorScheme === 'light' ? 1280 : 360;
        await page.setViewportSize({ width, height: 900 });
        const axe = new AxeBuilder({ page })
          .setLegacyMode(true)
          .options({ resultTypes: ['violations'] })
          .withTags(TAGS);
        const { violations } = await axe.analyze();
        const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
        t.same(found, [], `${name}, ${colorScheme}, ${width}`);
        await page.setViewportSize({ width: 320, height: 640 });
        t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, `${name}: no sideways scroll`);
        t.same(complaints, [], `${name}: nothing in the console`);
        await context.close();
      }
    }
  },
);
