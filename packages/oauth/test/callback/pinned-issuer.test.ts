import fc from 'fast-check';
import t from 'tap';
import { type BroughtIssuer, expectedIssuer, type PinnedIssuer, pinAfter } from '../../src/callback/pinned-issuer.js';

/** A success of somebody's connection; `none`: it came without `iss`. */
type Step = readonly [by: string, issuer: string];

const connectionOf = (by: string) => `connection of ${by}`;
const brought = ([by, issuer]: Step): BroughtIssuer => ({
  ...(issuer === 'none' ? {} : { issuer }),
  ...{ by, connectionId: connectionOf(by) },
});
const issuerOf = ({ issuer }: BroughtIssuer) => issuer ?? 'none';

/** Only what a response may bring is a success: the others are refused before their code is redeemed. */
function play(steps: readonly Step[], onRefused: (step: Step) => void = () => undefined): PinnedIssuer | undefined {
  let pin: PinnedIssuer | undefined;
  for (const step of steps) {
    const expected = expectedIssuer(pin, connectionOf(step[0]));
    if (expected !== undefined && step[1] !== expected) onRefused(step);
    else pin = pinAfter(pin, brought(step));
  }
  return pin;
}

const table: readonly {
  readonly steps: readonly Step[];
  readonly state: PinnedIssuer['state'];
  readonly issuer: string;
  /** What holds for whoever never signed in. */
  readonly others: string | undefined;
}[] = [
  { steps: [['mallory', 'x']], state: 'provisional', issuer: 'x', others: undefined },
  {
    steps: [
      ['mallory', 'x'],
      ['mallory', 'x'],
    ],
    state: 'provisional',
    issuer: 'x',
    others: undefined,
  },
  {
    steps: [
      ['ada', 'h'],
      ['bo', 'h'],
    ],
    state: 'firm',
    issuer: 'h',
    others: 'h',
  },
  {
    steps: [
      ['mallory', 'x'],
      ['ada', 'h'],
    ],
    state: 'provisional',
    issuer: 'h',
    others: undefined,
  },
  {
    steps: [
      ['mallory', 'x'],
      ['ada', 'h'],
      ['bo', 'h'],
    ],
    state: 'firm',
    issuer: 'h',
    others: 'h',
  },
  {
    steps: [
      ['ada', 'h'],
      ['mallory', 'x'],
      ['bo', 'h'],
    ],
    state: 'firm',
    issuer: 'h',
    others: 'h',
  },
  {
    steps: [
      ['ada', 'h'],
      ['bo', 'h'],
      ['mallory', 'x'],
    ],
    state: 'firm',
    issuer: 'h',
    others: 'h',
  },
  {
    steps: [
      ['ada', 'none'],
      ['bo', 'none'],
    ],
    state: 'firm',
    issuer: 'none',
    others: undefined,
  },
  {
    steps: [
      ['ada', 'none'],
      ['mallory', 'x'],
      ['bo', 'none'],
      ['mallory', 'y'],
    ],
    state: 'firm',
    issuer: 'none',
    others: undefined,
  },
  {
    steps: [
      ['ada', 'h'],
      ['bo', 'g'],
      ['cy', 'f'],
      ['di', 'h'],
    ],
    state: 'provisional',
    issuer: 'h',
    others: undefined,
  },
];

t.test('what successes pin', async (t) => {
  for (const { steps, state, issuer, others } of table) {
    const pin = play(steps);
    const said = steps.map((step) => step.join(' brings ')).join(', ');
    t.same(pin && [pin.state, issuerOf(pin.latest)], [state, issuer], said);
    t.equal(expectedIssuer(pin, connectionOf('somebody new')), others, `${said}: others`);
  }
});

t.test(
  'a provisional pin holds for the connections that it came from, and for no other of the same customer',
  async (t) => {
    const pin = play([
      ['ada', 'h'],
      ['mallory', 'x'],
    ]);
    t.equal(expectedIssuer(pin, connectionOf('ada')), 'h');
    t.equal(expectedIssuer(pin, connectionOf('mallory')), 'x');
    t.equal(expectedIssuer(pin, 'another connection of mallory'), undefined);
    const second = { issuer: 'x', by: 'mallory', connectionId: 'another connection of mallory' };
    t.equal(pin && pinAfter(pin, second).state, 'provisional', 'one customer is one, by however many connections');
  },
);

// One of the people forges; the provider says the same of all others.
const people = ['ada', 'bo', 'cy', 'mallory'] as const;
const forged = fc.constantFrom('x', 'y', 'none', 'h');
const successes = (honest: string) =>
  fc.array(
    fc.oneof(
      fc.constantFrom(...people.slice(0, 3)).map((by): Step => [by, honest]),
      forged.map((issuer): Step => ['mallory', issuer]),
    ),
    { maxLength: 40 },
  );

for (const honest of ['h', 'none'])
  t.test(`whatever one customer brings, to others that come with ${honest}`, async (t) => {
    fc.assert(
      fc.property(successes(honest), (steps) => {
        const pin = play(steps, ([by, issuer]) => {
          if (by !== 'mallory') throw new Error(`${by} was refused with ${issuer}`);
        });
        const known = new Set(steps.filter(([by]) => by !== 'mallory').map(([by]) => by));
        if (known.size > 1 && pin?.state !== 'firm') throw new Error('it could be kept open');
        if (pin?.state === 'firm' && issuerOf(pin.latest) !== honest) throw new Error('it was forged');
      }),
      { numRuns: 2000 },
    );
    t.pass('nobody else is refused, and two of them are enough to make theirs firm');
  });
