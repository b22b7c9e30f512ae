import { runQuietly } from './child.mjs';
import { install, progressOf } from './install.mjs';

const weight = { critical: 4, high: 3, moderate: 2, low: 1, info: 0 };
/** From here on a known weakness fails the audit; lesser ones are shown. */
const failsFrom = weight.high;

/**
 * `npm run audit`: asks the machine's registry for known weaknesses of the packages in the lockfile. Exit code 0: it
 * answered and none is high or critical; 1: there are some; 2: it did not answer, so nothing is known. That is no finding
 * and no pass: `npm run check` does not ask, and a build server whose registry answers should run this besides.
 */
export async function audit(args) {
  const progress = progressOf(2);
  progress.next();
  await install(progress.say);
  progress.next();
  progress.say('asking the registry');
  const { stdout, output } = await runQuietly('pnpm', ['audit', '--json', ...args]);
  const { lines, code } = auditReport(stdout || output);
  console.log(lines.join('\n'));
  return code;
}

/** What is said of pnpm's answer, and the exit code. */
export function auditReport(text) {
  const answer = parsed(text);
  const advisories = answer?.advisories;
  if (advisories === undefined || typeof answer.metadata?.vulnerabilities !== 'object') {
    const reason = answer?.error?.message ?? answer?.error?.code ?? 'its answer could not be read';
    const lines = [
      `NOT AUDITED: the registry did not answer (${reason.trim()})`,
      'This is no finding, and it is no pass: nothing is known. Run it where the registry answers audits (exit code 2).',
    ];
    return { lines, code: 2 };
  }
  const found = Object.values(advisories).sort((one, other) => weighed(other) - weighed(one));
  const bad = found.filter((advisory) => weighed(advisory) >= failsFrom);
  const lines = found.map(
    ({ severity, module_name: name, vulnerable_versions: versions, title, url, findings = [] }) =>
      `${severity}: ${name} ${versions}: ${title} (${url}); by ${findings[0]?.paths?.[0] ?? 'the lockfile'}`,
  );
  const verdict = `${bad.length > 0 ? 'FAILED' : 'ok'}: ${found.length} known weaknesses, ${bad.length} of them high or critical`;
  return { lines: [...lines, verdict], code: bad.length > 0 ? 1 : 0 };
}

function weighed({ severity }) {
  return weight[severity] ?? weight.critical;
}

function parsed(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return undefined;
  }
}
