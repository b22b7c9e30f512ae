import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const before = '(?<![A-Za-z0-9_-])';
const after = '(?![A-Za-z0-9_-])';

/** What our secrets and other people's look like. A name, an id or a hash in hexadecimal looks like none of them. */
const shapes = {
  'an API key': `${before}lk_[A-Za-z0-9_-]{20,}`,
  'a token of the test provider': `${before}(?:atc|rtc|cdc|dvc)_[A-Za-z0-9_-]{12,}`,
  'a JWT': `${before}eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*`,
  'a private key': '-----BEGIN [A-Z ]*PRIVATE KEY',
  'credentials in a URL': '[a-z][a-z0-9+.-]*://[^\\s/:@"\\[\\]]+:[^\\s/@"\\[\\]]+@',
  'an authorization header': '\\b(?:Bearer|Basic) (?!\\[)[A-Za-z0-9._~+/-]{16,}=*',
  'a secret parameter':
    '[?&](?:code|state|ticket|access_token|refresh_token|id_token|client_secret|code_verifier|password)=(?!\\[)[^&\\s"\\[\\]]{8,}',
  // States, tickets, cookies, verifiers and data keys: 43 characters of base64url with all kinds of them.
  // What stands behind /keys/ is the thumbprint of a public key (RFC 7638).
  '256 random bits': `${before}(?<!/keys/)(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{43}${after}`,
};
const compiled = Object.entries(shapes).map(([name, shape]) => [name, new RegExp(shape, 'g')]);

/** The names of the shapes in a line, and the line with a name in the place of each: it may be shown. */
export function secretShapesIn(line) {
  const names = new Set();
  let shown = line;
  for (const [name, shape] of compiled)
    shown = shown.replace(shape, () => {
      names.add(name);
      return `<${name}>`;
    });
  return { names: [...names], shown };
}

/** A folder for what the tests' processes log. `judge()` reads all of it: one line for each kind of find; it empties the folder. */
export function keepLogs() {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-test-logs-'));
  return {
    folder,
    judge() {
      const found = new Map();
      let lines = 0;
      for (const file of readdirSync(folder)) {
        for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
          // What is not JSON was printed for a person, who is told an API key once.
          if (!line.startsWith('{')) continue;
          lines += 1;
          const { names, shown } = secretShapesIn(line);
          const where = `${names.join(', ')} in the log ${file.replace(/[\d-]+\.log$/, '')}`;
          if (names.length > 0 && !found.has(where)) found.set(where, `${where}: ${shown.slice(0, 400)}`);
        }
      }
      rmSync(folder, { recursive: true, force: true });
      return { lines, found: [...found.values()] };
    },
  };
}
