import t from 'tap';
import { auditReport } from '../audit.mjs';

const answered = (advisories: object) =>
  auditReport(JSON.stringify({ advisories, metadata: { vulnerabilities: { high: 0 } } }));
const advisory = (severity: string) => ({
  ...{ severity, module_name: 'lodash', vulnerable_versions: '<4.17.21', title: 'Command injection' },
  ...{ url: 'https://registry.example/1', findings: [{ paths: ['apps__api>lodash'] }] },
});

t.test('a registry that answers: passed, or failed by what is high', async (t) => {
  t.match(answered({}), { code: 0, lines: [/^ok: 0 known/] });
  t.match(answered({ 1: advisory('moderate'), 2: advisory('low') }), {
    code: 0,
    lines: [/^moderate/, /^low/, /^ok: 2/],
  });
  t.match(answered({ 1: advisory('low'), 2: advisory('critical') }), {
    code: 1,
    lines: [/^critical: lodash <4\.17\.21: Command injection .*apps__api>lodash/, /^low/, /^FAILED: 2 .* 1 of them/],
  });
  t.match(answered({ 1: advisory('unheard of') }), { code: 1 }, 'what nobody knows how to weigh is grave');
});

t.test('a registry that does not answer is neither', async (t) => {
  const refused =
    '{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE","message":"The audit endpoint responded with 405: "}}';
  for (const text of [refused, '', 'ERR_PNPM_NO_LOCKFILE', '{}', '{"advisories":{}}', `warning\n${refused}`])
    t.match(auditReport(text), { code: 2, lines: [/^NOT AUDITED/, /no finding, and it is no pass/] }, text);
});
