import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of built files to serve as they are: `wizard.js`, `latchkey.css`, `result.js`. Absolute path. */
export const assetsDirectory: string = fileURLToPath(new URL('../dist/client', import.meta.url));

/** Names of built files, relative to wherever {@link assetsDirectory} is served, each with its content's hash as `?v=`. */
export interface WizardAssets {
  /** The wizard's script, an ES module. */
  readonly script: string;
  /** The one stylesheet of wizard and pages. */
  readonly style: string;
  /** The result pages' script: tells the wizard, closes the window. */
  readonly result: string;
}

// Fixed names and a query, not hashed names: while two versions are rolled out, each serves the other's pages.
function versioned(name: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(assetsDirectory, name)))
    .digest('base64url');
  return `${name}?v=${hash.slice(0, 12)}`;
}

/** The built files. Importing this module fails with ENOENT when the wizard was not built. */
export const assets: WizardAssets = {
  script: versioned('wizard.js'),
  style: versioned('latchkey.css'),
  result: versioned('result.js'),
};
