import t from 'tap';
import { runFuzz } from '../fuzz/run-fuzz.js';

// The short form of `npm run fuzz`; always the same requests, so that a failure is the change's.
t.test('five hundred requests drawn from the OpenAPI document, each answered as it must be', async (t) => {
  const report = await runFuzz(t, { seed: 20_261_122, requests: 500 });
  t.comment(JSON.stringify(report.answers));
  t.same(report.findings, []);
  t.ok((report.answers['200'] ?? 0) + (report.answers['201'] ?? 0) > 75, 'some of them did what they ask for');
});
