import { fileURLToPath } from 'node:url';
import { listProviders } from '@latchkey/providers';
import { readFacts, UnreadableFacts } from './facts/read-facts.js';
import { reportLine, totalLine } from './run/report.js';
import { runAll } from './run-all.js';

/**
 * The catalogue's conformance run, `npm run providers:check [-- <key>… --facts]`.
 *
 * For each provider a scripted server on loopback plays authorization, token, refresh, revocation and account endpoints
 * by the provider's file of facts alone (`facts/<key>.json`, written down from a public page before the definition was).
 * It refuses whatever is not as the facts say. The engine does its whole main job against it with the catalogue's
 * definition: consent, code, tokens, the steps after connecting, two refreshes, the API, a refusal, disconnecting and
 * revocation. A fact counts only once a request showed it; what the catalogue does not heed is named, with the reason, in
 * left-out.ts. Nothing of this is checked against the providers themselves.
 *
 * Prints one line per provider and a total; `--facts` adds which facts were seen. The exit code is 1 when one failed.
 */
const args = process.argv.slice(2);
const keys = args.filter((arg) => !arg.startsWith('-'));
try {
  const facts = readFacts(fileURLToPath(new URL('../../facts', import.meta.url)));
  const definitions = new Map(listProviders().map(({ key, definition }) => [key, definition]));
  const reports = await runAll(facts, definitions, keys, (report) => {
    console.log(reportLine(report));
    if (!args.includes('--facts')) return;
    console.log(`           seen: ${report.seen.join(' ')}`);
    for (const { fact, reason } of report.unseen)
      console.log(`           not seen: ${fact}${reason ? ` (${reason})` : ''}`);
  });
  console.log(totalLine(reports));
  if (reports.some(({ result }) => result === 'failed')) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UnreadableFacts)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
