import path from 'node:path';
import { codeFiles, type SourceTree } from './source-tree.js';

/** Known to everybody, whether or not the catalogue has them yet. */
const WELL_KNOWN = [
  'asana',
  'atlassian',
  'dropbox',
  'facebook',
  'github',
  'gitlab',
  'google',
  'hubspot',
  'intuit',
  'jira',
  'linkedin',
  'microsoft',
  'okta',
  'quickbooks',
  'salesforce',
  'shopify',
  'stripe',
  'xero',
  'zendesk',
  'zoho',
];

/** Catalogue entries whose names are also words that the engine has a use for, or no provider's. */
const ORDINARY_WORDS = new Set([
  'box',
  'close',
  'custom',
  'front',
  'index',
  'line',
  'linear',
  'oauth2',
  'proto',
  'sandbox',
  'slack',
  'square',
]);

/** Providers are data: no provider's name appears in the engine, neither in code nor in comments. */
export function providerNames(tree: SourceTree): string[] {
  const definitions = codeFiles(tree, /^packages\/providers\/src\/definitions\//).map(
    ([file]) => path.posix.basename(file).split('.')[0] as string,
  );
  const names = new Set([...WELL_KNOWN, ...definitions].map(wordsOf).map((words) => words.join(' ')));
  for (const word of ORDINARY_WORDS) names.delete(word);
  return codeFiles(tree, /^packages\/oauth\/src\//).flatMap(([file, text]) => {
    const lines = [file, ...text.split('\n')].map(readings);
    return lines.flatMap((line, number) =>
      [...names]
        .filter((name) => line.includes(` ${name} `))
        .map((name) => `${file}${number > 0 ? `:${number}` : ''}: names the provider "${name}"`),
    );
  });
}

/** The lower-case words of a path or a sentence. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Those of code, twice: as written (`GitHub` is `github`) and with identifiers taken apart (`isGoogleUrl` has `google`). */
function readings(text: string): string {
  const apart = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return [text, apart].map((reading) => ` ${wordsOf(reading).join(' ')} `).join('|');
}
