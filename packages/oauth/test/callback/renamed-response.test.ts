import fc from 'fast-check';
import t from 'tap';
import { createState } from '../../src/authorize/state.js';
import { findState, readAuthorizationResponse } from '../../src/callback/authorization-response.js';
import { reveal } from '../../src/secret.js';
import { anyText } from '../any-text.js';
import { requestPorts } from '../engine.js';

const state = createState(requestPorts.random, 'eu');
const another = createState(requestPorts.random, 'us');
type Pairs = readonly (readonly [string, string])[];

t.test('our state is found under whatever name it comes back', async (t) => {
  for (const name of ['state', 'custom_state', 'STATE', 'state[]', 'x'])
    t.strictSame(
      findState([
        [name, state],
        ['code', 'c'],
      ]),
      { kind: 'state', state },
      name,
    );
  t.match(
    findState([
      ['custom_state', state],
      ['state', 'theirs'],
      ['code', 'c'],
    ]),
    { state },
    'ours beside one of theirs',
  );
  t.match(
    findState([
      ['a', state],
      ['state', state],
      ['code', 'c'],
    ]),
    { state },
    'twice the same is one',
  );
  t.match(
    findState([
      ['state', 'not ours'],
      ['code', 'c'],
    ]),
    { state: 'not ours' },
    'and is judged later',
  );
});

t.test('two states are none', async (t) => {
  const duplicate = { kind: 'malformed', why: 'duplicate_parameter' };
  const both: readonly Pairs[] = [
    [
      ['a', state],
      ['b', another],
      ['code', 'c'],
    ],
    [
      ['state', state],
      ['b', another],
      ['code', 'c'],
    ],
    [
      ['state', state],
      ['state', state],
      ['code', 'c'],
    ],
  ];
  for (const pairs of both) {
    t.match(findState(pairs), duplicate, JSON.stringify(pairs));
    t.match(readAuthorizationResponse(pairs), duplicate);
  }
});

t.test('a state alone brings nothing', async (t) => {
  const nothing = { kind: 'malformed', why: 'no_code_and_no_error' };
  for (const pairs of [
    [['state', state]],
    [
      ['x', state],
      ['iss', 'https://as.example'],
    ],
    [
      ['state', state],
      ['code', ''],
    ],
  ])
    t.match(findState(pairs as unknown as Pairs), nothing, JSON.stringify(pairs));
  t.match(findState([['code', 'c']]), { kind: 'malformed', why: 'no_state' });
});

t.test('parameters are read by the names that the server uses', async (t) => {
  const names = { code: 'auth_code', state: 'custom_state', error: 'fault', error_description: 'fault_text' };
  const good = readAuthorizationResponse(
    [
      ['auth_code', 'c-1'],
      ['custom_state', state],
      ['shop', 'acme'],
    ],
    names,
  );
  if (good.kind !== 'code') throw new Error(good.kind);
  t.equal(reveal(good.code), 'c-1');
  t.equal(good.state, state);
  t.strictSame(good.context, { shop: 'acme' });
  const bad = readAuthorizationResponse(
    [
      ['fault', 'access_denied'],
      ['fault_text', 'no'],
      ['custom_state', state],
    ],
    names,
  );
  t.match(bad, { kind: 'error', error: 'access_denied', errorDescription: 'no', state });
  t.match(
    readAuthorizationResponse(
      [
        ['code', 'c'],
        ['custom_state', state],
      ],
      names,
    ),
    {
      ...{ kind: 'malformed', why: 'no_code_and_no_error' },
    },
  );
  const twice = [
    ['auth_code', 'c'],
    ['auth_code', 'd'],
    ['state', state],
  ] as const;
  t.match(readAuthorizationResponse(twice, names), { kind: 'malformed', why: 'duplicate_parameter' });
  const error = readAuthorizationResponse(
    [
      ['error', 'access_denied'],
      ['state', state],
    ],
    { code: 'auth_code' },
  );
  t.match(error, { kind: 'error', error: 'access_denied' }, 'what is not renamed keeps its name');
});

t.test('no code and no state is ever among what is kept', async (t) => {
  const names = { code: 'auth_code' };
  const response = readAuthorizationResponse(
    [
      ['auth_code', 'c-1'],
      ['code', 'canary'],
      ['custom_state', state],
      ['echo', state],
      ['scope', 'a'],
      ['k', 'v'],
    ],
    names,
  );
  t.match(response, { kind: 'code', context: { k: 'v' } });
  t.strictSame(response.kind === 'code' && response.context, { k: 'v' });
  const name = fc.oneof(
    fc.constantFrom('code', 'state', 'auth_code', 'error', 'iss', 'shop', 'access_token'),
    anyText(8),
  );
  const value = fc.oneof(fc.constantFrom(state, another, 'canary-code'), anyText(8));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), fc.constantFrom({}, names), (pairs, names) => {
      const read = readAuthorizationResponse(pairs, names);
      const found = findState(pairs);
      if (found.kind === 'malformed' && read.kind !== 'malformed') throw new Error('only the state was malformed');
      if (read.kind !== 'code') return;
      if (read.state !== (found.kind === 'state' && found.state)) throw new Error('another state');
      for (const [kept, text] of Object.entries(read.context))
        if (text === read.state || kept === 'code' || kept === 'access_token') throw new Error(`${kept} is kept`);
    }),
    { numRuns: 2000 },
  );
});
