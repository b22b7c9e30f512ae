import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './source-tree.js';

/** The threats that SECURITY.md has to answer, each by the words that its row begins with. */
export const threats: readonly string[] = [
  ...['Cross-tool account takeover', 'Cross-tool request forgery', 'Cross-user session fixation', 'A ticket handed to'],
  ...['Client-ID confusion', 'Mix-up', 'Issuer poisoning', 'Endpoint swap', 'Host injection', 'Parameter override'],
  ...['Code injection', 'State replay', 'Double delivery', 'Prefetch', 'Completion without the verifier', 'Form post'],
  ...['A callback without state', 'A phished code', 'Cross-site requests', 'Open redirect', 'Another tenant'],
  ...['API keys', 'Repeats', 'Bad input', 'Too many requests', 'A stolen database', 'Rotation of keys'],
  ...['Secrets in logs', 'Server-side request forgery', 'DNS rebinding', 'A hostile server', 'Header injection'],
  ...['Regions', 'Host header', 'Changes that nobody can trace', 'Supply chain', 'Clickjacking'],
];

/** One line for each threat without a row, each row without a test, and each test file that is not there. */
export function threatModelGaps(text: string, exists: (file: string) => boolean): string[] {
  const section = /^## Threat model\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1];
  if (section === undefined) return ['SECURITY.md: has no section "Threat model"'];
  const rows = [...section.matchAll(/^\| (?!threat \|)(?!-)(.+?) \| (.+) \| (.+?) \|$/gm)].map(
    ([, threat = '', , proof = '']) => ({ threat, proof }),
  );
  const missing = threats
    .filter((threat) => !rows.some((row) => row.threat.startsWith(threat)))
    .map((threat) => `SECURITY.md: the threat model has no row "${threat}"`);
  const unproven = rows.filter(({ proof }) => testFiles(proof).length === 0);
  return [
    ...missing,
    ...(section.includes('```mermaid') ? [] : ['SECURITY.md: the threat model has no picture of the data flow']),
    ...unproven.map(({ threat }) => `SECURITY.md: no test is named for "${threat}"`),
    ...[...new Set(testFiles(text))].filter((file) => !exists(file)).map((file) => `SECURITY.md: there is no ${file}`),
  ];
}

/** Paths of tests and attack scripts, as they stand between backticks. */
function testFiles(text: string): readonly string[] {
  return [...text.matchAll(/`((?:apps|packages|infra)\/[^`\s]+\.ts)`/g)].map(([, file = '']) => file);
}

/** The gaps of this checkout. */
export function ownGaps(): string[] {
  const text = readFileSync(path.join(checkout, 'SECURITY.md'), 'utf8');
  return threatModelGaps(text, (file) => existsSync(path.join(checkout, file)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const gaps = ownGaps();
  for (const gap of gaps) console.log(gap);
  process.exitCode = gaps.length > 0 ? 1 : 0;
}
