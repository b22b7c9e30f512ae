import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

const executablePath = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';

/** `false` when there is a Chromium to test with, else why these tests are skipped. */
export const skipWithoutChromium: false | string = existsSync(executablePath)
  ? false
  : 'no Chromium: set TEST_CHROMIUM to one, or install the package chromium';

/** A real Chromium: `TEST_CHROMIUM`, with `TEST_CHROMIUM_ARGS` (a JSON array), else Debian's. */
export function launchChromium(): Promise<Browser> {
  const given = process.env.TEST_CHROMIUM_ARGS;
  return chromium.launch({ executablePath, args: given === undefined ? ARGUMENTS : (JSON.parse(given) as string[]) });
}
