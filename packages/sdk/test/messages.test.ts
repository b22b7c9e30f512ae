import fc from 'fast-check';
import t from 'tap';
import {
  AUTHORIZATION_ERRORS,
  createFormats,
  directionOf,
  EVENT_KINDS,
  messagesFor,
  PROBLEM_REASONS,
  plainText,
  REVOCATION_OUTCOMES,
  writtenLanguage,
} from '../src/messages/index.js';

const en = messagesFor('en-US');
const names = { provider: 'Sample Books', organization: 'Acme Rota', integration: 'Payroll sync' };

t.test('the sentences that customers read most, word for word', async (t) => {
  const { lead, rest } = en.problems.grant_rejected({ ...names, when: 'today at 09:12' });
  t.equal(
    `${lead} ${rest}`,
    'Sample Books stopped accepting our access today at 09:12. This happens when someone removes access there or resets a password. Reconnect to carry on; your settings and the log are kept.',
  );
  const down = en.problems.provider_unavailable({ ...names, when: 'today at 09:12' });
  t.equal(
    `${down.lead} ${down.rest}`,
    'Sample Books has not answered since today at 09:12. We keep trying; you need not do anything.',
  );
  t.equal(
    en.failures.access_denied.sentence(names),
    'Sample Books says that access was declined: either you chose not to allow it, or a rule set by your Sample Books administrator did.',
  );
  const note = en.revocations.unconfirmed(names);
  t.equal(
    `${note?.lead} ${note?.before}${note?.link}${note?.after}`,
    'Disconnected. We deleted our tokens. Sample Books has not confirmed that it revoked them, so also remove “Acme Rota” under connected apps at Sample Books.',
  );
  const ends = en.events.expiring({ ...names, when: 'on 2 May at 14:01' });
  t.equal(
    `${ends.title}. ${ends.text}`,
    'Access to Sample Books ends on 2 May at 14:01. Reconnect before then, and nothing is interrupted; your settings and the log are kept.',
  );
  t.equal(en.card.missing('Upload files', 1).lead, 'One permission was not granted: Upload files.');
  t.match(en.card.missing('A and B', 2).lead, /^2 permissions were not granted/);
  t.equal(en.summary.attention(1), '1 needs attention');
  t.equal(en.summary.attention(2), '2 need attention');
});

t.test('every code of the closed lists has its own words, and none shows the code', async (t) => {
  const all = [
    ...PROBLEM_REASONS.map((code) => [code, JSON.stringify(en.problems[code](names))] as const),
    ...AUTHORIZATION_ERRORS.map((code) => [code, en.failures[code].sentence(names)] as const),
    ...EVENT_KINDS.map((code) => [code, JSON.stringify(en.events[code](names))] as const),
    ...REVOCATION_OUTCOMES.map(
      (code) => [code, JSON.stringify(en.events.disconnected({ ...names, outcome: code }))] as const,
    ),
  ];
  for (const [code, text] of all) {
    t.notMatch(text, /undefined|\{\w+\}|_/, code);
    t.ok(text.length > 8, code);
  }
  for (const list of [PROBLEM_REASONS, REVOCATION_OUTCOMES]) {
    const texts = all.filter(([code]) => (list as readonly string[]).includes(code)).map(([, text]) => text);
    t.equal(new Set(texts).size, texts.length, 'no two codes share their words');
  }
});

t.test('times as people say them, in the given time zone', async (t) => {
  const now = Date.parse('2031-05-14T08:31:00Z');
  const berlin = createFormats(en, 'en', now, 'Europe/Berlin');
  t.equal(berlin.time('2031-05-14T07:12:00Z'), '09:12');
  t.equal(berlin.when('2031-05-14T07:12:00Z'), 'today at 09:12');
  t.equal(berlin.when('2031-05-13T16:05:00Z'), 'yesterday at 18:05');
  t.equal(berlin.when('2031-05-02T12:01:00Z'), 'on 2 May at 14:01');
  t.equal(berlin.when('2030-12-31T12:00:00Z'), 'on 31 December 2030 at 13:00');
  t.equal(berlin.day('2031-05-13T23:00:00Z'), 'Today', 'a day begins where the person is');
  t.equal(berlin.ago('2031-05-14T06:30:00Z'), '2 hours ago');
  t.equal(berlin.ago('2031-05-14T08:30:30Z'), 'just now');
  t.equal(berlin.ago('2031-05-14T08:20:00Z'), '11 minutes ago');
  t.equal(berlin.ago('2031-05-13T22:30:00Z'), '10 hours ago');
  t.equal(berlin.ago('2031-05-13T21:30:00Z'), 'yesterday at 23:30');
  t.equal(berlin.list(['A', 'B', 'C']), 'A, B and C');
});

t.test('yesterday is found on both sides of a change of clocks', async () => {
  const hour = 3_600_000;
  const start = Date.parse('2031-01-01T00:00:00Z');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 24 * 365 }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Apia'),
      (hours, zone) => {
        const now = start + hours * hour;
        const formats = createFormats(en, 'en', now, zone);
        const days = Array.from({ length: 60 }, (_, back) => formats.day(now - back * hour));
        const changes = days.filter((day, index) => index > 0 && day !== days[index - 1]);
        return days[0] === 'Today' && changes[0] === 'Yesterday';
      },
    ),
  );
});

t.test('text from outside loses what deceives and what is too much', async (t) => {
  t.equal(plainText('a\u202eb\u0000c\r\n d'), 'a b c d');
  t.equal(plainText('abcdef', 4), 'abc…');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), fc.integer({ min: 1, max: 300 }), (text, limit) => {
      const shown = plainText(text, limit);
      return Array.from(shown).length <= limit && !/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u.test(shown);
    }),
  );
});

t.test('a language that there is no catalogue for is English', async (t) => {
  t.equal(messagesFor('xx-YY'), en);
  t.equal(writtenLanguage('xx-YY'), 'en');
  t.equal(writtenLanguage('en-IE'), 'en-IE');
  t.equal(directionOf('ar-EG'), 'rtl');
  t.equal(directionOf('en'), 'ltr');
});
