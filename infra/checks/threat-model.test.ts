import t from 'tap';
import { ownGaps, threatModelGaps, threats } from './threat-model.js';

const row = (threat: string) => `| ${threat}: it comes | it is kept out | \`infra/e2e/a.test.ts\` |`;
const sound = `# Security\n\n## Threat model\n\n\`\`\`mermaid\nflowchart LR\n\`\`\`\n\n| threat | what stands against it | proved by |\n|---|---|---|\n${threats.map(row).join('\n')}\n\n## More\n`;
const gaps = (text: string, exists = (_: string) => true) => threatModelGaps(text, exists);

t.test('every threat has a row, and every row a test that is there', async (t) => {
  t.same(ownGaps(), []);
});

t.test('what is left out is told', async (t) => {
  t.same(gaps(sound), []);
  t.match(gaps(sound.replace(`${row('Mix-up')}\n`, '')), ['SECURITY.md: the threat model has no row "Mix-up"']);
  t.match(gaps(sound.replace(row('Mix-up'), '| Mix-up | it is kept out | by hand |')), [
    /no test is named for "Mix-up"/,
  ]);
  t.match(
    gaps(sound, () => false),
    ['SECURITY.md: there is no infra/e2e/a.test.ts'],
  );
  t.match(
    gaps(`${sound}\nSee \`infra/e2e/gone.test.ts\`.`, (file) => !file.includes('gone')),
    [/there is no .*gone/],
  );
  t.match(gaps(sound.replace('mermaid', 'text')), [/no picture/]);
  t.match(gaps('# Security\n'), [/no section/]);
});
