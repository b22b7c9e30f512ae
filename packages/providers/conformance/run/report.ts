import type { Facts } from '../facts/facts-schema.js';

/** What came of one provider. */
export interface ProviderReport {
  readonly key: string;
  readonly result: 'ok' | 'failed' | 'left out';
  /** The parts of the main job that were done, in order. */
  readonly done: readonly string[];
  readonly problems: readonly string[];
  /** Why it is left out. */
  readonly reason?: string;
  /** The facts that requests showed to be heeded, and those that none did, with the reason where one is known. */
  readonly seen: readonly string[];
  readonly unseen: readonly { readonly fact: string; readonly reason?: string }[];
  readonly evidence: string;
}

/** One line for people. */
export function reportLine({ key, result, done, problems, reason, evidence }: ProviderReport): string {
  const name = key.padEnd(24);
  if (result === 'left out') return `left out ${name} ${reason ?? ''}`;
  if (result === 'ok') return `ok       ${name} ${done.join(' ')}  (facts: ${evidence})`;
  return [
    `FAIL     ${name} ${done.join(' ')}  (facts: ${evidence})`,
    ...problems.map((text) => `           ${text}`),
  ].join('\n');
}

/** The last line. */
export function totalLine(reports: readonly ProviderReport[]): string {
  const count = (result: ProviderReport['result']) => reports.filter((report) => report.result === result).length;
  return `${reports.length} provider${reports.length === 1 ? '' : 's'}: ${count('ok')} ok, ${count('failed')} failed, ${count('left out')} left out`;
}

/** The page that the facts were read from, and when. */
export function evidenceOf({ evidence }: Pick<Facts, 'evidence'>): string {
  return `${evidence.page}, ${evidence.date ?? 'undated'}`;
}
