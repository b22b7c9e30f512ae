import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** How the tests start Chromium: it runs as root and in containers, draws without a GPU and talks to nobody by itself. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * Finds a Chromium that starts: CHROMIUM_PATH, the system's, or else the one in the npm package `@sparticuz/chromium`.
 * Returns `{ path, args }`, or `undefined` when none starts.
 */
export async function findChromium() {
  for await (const candidate of candidates()) if (await starts(candidate)) return { path: candidate, args: ARGUMENTS };
  return undefined;
}

async function* candidates() {
  if (process.env.CHROMIUM_PATH) yield process.env.CHROMIUM_PATH;
  const folders = process.env.PATH.split(path.delimiter);
  for (const file of NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))))
    if (isProgram(file)) yield file;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    yield await packaged.executablePath(); // unpacks it into the temporary folder
  } catch {
    // Not a platform that the package is for.
  }
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `--version` would not do: it works without the libraries and permissions that a page needs. */
async function starts(executablePath) {
  const { chromium } = await import('playwright-core');
  try {
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS, timeout: 30_000 });
    const page = await browser.newPage();
    await page.setContent('<title>works</title>');
    const works = (await page.title()) === 'works';
    await browser.close();
    return works;
  } catch {
    return false;
  }
}
