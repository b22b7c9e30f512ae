import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/** The first is Debian's Chromium without its windows: it starts and draws the same pages for half of the processor's time. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

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
  const packaged = await unpackChromium();
  if (packaged) yield packaged;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` into the checkout, with the shared libraries that it brings for machines
 * that lack them: it lays those out, and puts them into LD_LIBRARY_PATH, only where it takes itself to be at home.
 */
async function unpackChromium() {
  const { AWS_EXECUTION_ENV, TMPDIR } = process.env;
  const folder = path.join(root, '.tools', 'chromium');
  mkdirSync(folder, { recursive: true });
  Object.assign(process.env, { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', TMPDIR: folder });
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch {
    return undefined; // not a platform that the package is for
  } finally {
    restore('AWS_EXECUTION_ENV', AWS_EXECUTION_ENV);
    restore('TMPDIR', TMPDIR);
  }
}

function restore(name, value) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
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
