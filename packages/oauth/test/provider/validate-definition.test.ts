import fc from 'fast-check';
import t from 'tap';
import { validateDefinition } from '../../src/provider/validate-definition.js';

const least = {
  name: 'Plain',
  authorize: { url: 'https://as.example/authorize' },
  token: { url: 'https://as.example/token' },
};
const whole = {
  name: 'Whole',
  issuer: 'https://as.example',
  inputs: [{ name: 'shop', label: 'Shop', type: 'text', visibility: 'customer', required: true }],
  authorize: {
    url: 'https://{shop}.as.example/authorize?kept=1',
    parameters: { prompt: 'consent', 'resource[]': 'a' },
    pkce: 'none',
    iss: 'required',
  },
  token: { url: 'https://as.example/token', clientAuthentication: 'client_secret_post', defaultExpiresIn: 3600 },
  refresh: { url: 'https://as.example/refresh', reuseGrace: 30, terminalErrors: ['token_revoked'] },
  revoke: { url: 'https://as.example/revoke', reach: 'account' },
  scopeSeparator: ',',
  scopes: [{ scope: 'read', label: 'Read', need: 'required' }, { scope: 'write' }],
  account: { idTokenClaim: 'email', tokenMember: 'user' },
  exposeMembers: ['id_token'],
};

function problems(json: unknown): Record<string, string> {
  const result = validateDefinition(json);
  if (result.kind === 'definition') return {};
  return Object.fromEntries(result.problems.map(({ field, messages }) => [field, messages.join('; ')]));
}
/** The whole definition with one field set; the path is dotted. */
function withField(path: string, value: unknown): unknown {
  const copy = structuredClone(whole) as Record<string, unknown>;
  const [group, inner] = path.split('.') as [string, string?];
  if (inner === undefined) copy[group] = value;
  else copy[group] = { ...(copy[group] as object), [inner]: value };
  return copy;
}

t.test('what is right comes back, and nothing else', async (t) => {
  t.strictSame(validateDefinition(least), { kind: 'definition', definition: least });
  t.strictSame(validateDefinition(whole), { kind: 'definition', definition: whole });
});

t.test('flat names are mapped', async (t) => {
  const flat = {
    name: 'Flat',
    authorizeUrl: 'https://as.example/authorize',
    tokenUrl: 'https://as.example/token',
    refreshUrl: 'https://as.example/refresh',
    revokeUrl: 'https://as.example/revoke',
  };
  t.strictSame(validateDefinition(flat), {
    kind: 'definition',
    definition: {
      name: 'Flat',
      authorize: { url: flat.authorizeUrl },
      token: { url: flat.tokenUrl },
      refresh: { url: flat.refreshUrl },
      revoke: { url: flat.revokeUrl },
    },
  });
  t.match(problems({ ...least, tokenUrl: 'https://evil.example/token' }), { tokenUrl: /twice: also as token\.url/ });
});

t.test('every field is checked, and named', async (t) => {
  const wrong: Record<string, readonly unknown[]> = {
    name: ['', ' ', 1, null, 'x'.repeat(2001)],
    issuer: ['as.example', 'https://as.example/?a=1', 'https://{x}.as.example', 'https://as.example#f'],
    'authorize.url': ['/authorize', 'https://{host}/', 5, null, 'https://as.example/#f'],
    'authorize.parameters': [[], 'a=b', { state: 'x' }, null],
    'authorize.parameters.prompt': [{ prompt: 1 }, { prompt: '' }, { prompt: null }],
    'authorize.pkce': ['s256', true, null, 'PLAIN'],
    'authorize.iss': ['no', true],
    'token.url': ['', 'as.example'],
    'token.clientAuthentication': ['client_secret', 'basic', null],
    'token.defaultExpiresIn': [0, -1, 1.5, '3600', Number.NaN, null],
    'refresh.url': ['x'],
    'refresh.reuseGrace': [0, '30'],
    'refresh.terminalErrors': ['token_revoked'],
    'refresh.terminalErrors.0': [[1], ['']],
    'revoke.url': ['x', null],
    'revoke.reach': ['everything'],
    scopeSeparator: ['', '/', '   ', 1],
    scopes: [5],
    'scopes.0': [[5], [null]],
    'scopes.0.scope': [[{}], [{ scope: '' }]],
    'scopes.0.need': [[{ scope: 'a', need: 'maybe' }]],
    'scopes.0.label': [[{ scope: 'a', label: 5 }]],
    'scopes.0.url': [[{ scope: 'a', url: 'https://x' }]],
    'account.idTokenClaim': [1, ''],
    'account.tokenMember': [{}],
    exposeMembers: ['id_token'],
    'exposeMembers.1': [['id_token', 5]],
  };
  /** The field of `whole` that a deeper path is in. */
  const settable = (field: string) =>
    Object.keys(wrong).find((other) => field.startsWith(`${other}.`) && !/\d|prompt/.test(other)) ?? field;
  for (const [field, values] of Object.entries(wrong))
    for (const value of values)
      t.strictSame(
        Object.keys(problems(withField(settable(field), value))),
        [field],
        `${field}: ${JSON.stringify(value)}`,
      );
});

t.test('what is required is asked for, all at once', async (t) => {
  t.match(problems({}), { name: /required/, token: /required/ });
  t.match(problems({ authorize: {}, token: {} }), {
    name: /required/,
    'authorize.url': /required/,
    'token.url': /required/,
  });
  t.match(problems({ name: 'Plain', token: least.token }), { authorize: /required/ });
  for (const json of [null, undefined, 5, 'x', []]) t.match(problems(json), { '': /object/ });
  t.match(problems({ ...least, authorize: 'https://as.example' }), { authorize: /must be an object/ });
});

t.test('unknown keys are errors, wherever they stand', async (t) => {
  t.match(problems({ ...least, secretEndpoint: 'x' }), { secretEndpoint: /not known/ });
  t.match(problems({ ...least, token: { ...least.token, header: 'x' } }), { 'token.header': /not known/ });
  t.match(problems({ ...least, account: { url: 'x' } }), { 'account.url': /not known/ });
  for (const key of ['__proto__', 'constructor', 'toString', 'authorize.__proto__'])
    t.strictSame(Object.keys(problems({ ...least, ...JSON.parse(`{"${key}": {"polluted": 1}}`) })), [key], key);
  const inherited = JSON.parse(`{"__proto__": {"revoke": {"url": "https://evil.example/"}}}`);
  t.equal(validateDefinition({ ...least, ...inherited }).kind, 'invalid', 'nothing is inherited past the checks');
  const nested = { ...least, token: { ...least.token, ...JSON.parse('{"__proto__": {"forward": ["x"]}}') } };
  t.strictSame(Object.keys(problems(nested)), ['token.__proto__']);
  t.match(problems({ ...least, 'revoke.url': 'https://evil.example/' }), { 'revoke.url': /not known/ }, 'dotted');
});

const reserved = [
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'request',
  'request_uri',
  'response_type',
  'scope',
  'state',
];

t.test('nobody but the engine sets its own parameters', async (t) => {
  const disguises = (name: string) => [
    name,
    name.toUpperCase(),
    name.replace('_', '.'),
    name.replace('_', ' '),
    name.replace('_', '-'),
    ` ${name}`,
    `${name}[]`,
    `${name}\u0000`,
    [...name].map((letter) => String.fromCharCode(letter.charCodeAt(0) + (/[a-z]/.test(letter) ? 0xfee0 : 0))).join(''),
  ];
  for (const name of reserved)
    for (const disguise of disguises(name)) {
      const [[field, why] = ['', '']] = Object.entries(
        problems(withField('authorize.parameters', { [disguise]: 'x' })),
      );
      // Names that no HTTP parameter has are refused for their form already.
      t.ok(field.startsWith('authorize.parameters'), JSON.stringify(disguise));
      t.match(why, field === 'authorize.parameters' ? /Latchkey sets/ : /its name does not have the expected form/);
      const query = `https://as.example/authorize?a=b&${encodeURIComponent(disguise)}=eyJhbGciOiJub25lIn0.e30.`;
      t.match(problems(withField('authorize.url', query)), { 'authorize.url': /Latchkey sets/ }, query);
    }
});

t.test('all of the query is looked at, behind further question marks too', async (t) => {
  for (const query of ['a=b?c=d&request_uri=https://evil.example/', '?request=eyJ', 'a=1&%72equest_uri=x', 'State=1'])
    t.match(
      problems(withField('authorize.url', `https://as.example/authorize?${query}`)),
      { 'authorize.url': /Latchkey sets/ },
      query,
    );
});

t.test('a route named request is no request object', async (t) => {
  const routed = 'https://as.example/authorize.php?request=authorize';
  t.same(problems(withField('authorize.url', routed)), {});
  for (const value of ['eyJ', 'a.b.c', 'AUTHORIZE', '', 'a'.repeat(41)])
    t.match(
      problems(withField('authorize.url', `https://as.example/authorize.php?request=${value}`)),
      { 'authorize.url': /Latchkey sets/ },
      value,
    );
  t.match(problems(withField('authorize.parameters', { request: 'authorize' })), {
    'authorize.parameters': /Latchkey sets/,
  });
});

t.test('no parameter is given twice', async (t) => {
  const twice = (query: string, parameters: object) => {
    const json = { ...least, authorize: { url: `https://as.example/authorize?${query}`, parameters } };
    return problems(json);
  };
  t.match(twice('a=1&a=2', {}), { 'authorize.url': /twice/ });
  t.match(twice('a=1', { a: '2' }), { 'authorize.parameters': /twice/ });
  t.match(twice('Prompt=1', { prompt: '2' }), { 'authorize.parameters': /twice/ });
  t.strictSame(twice('a=1', { b: '2' }), {});
});

t.test('validating is total', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(whole)), (value, field) => {
      validateDefinition(value);
      validateDefinition({ ...whole, [field]: value });
    }),
    { numRuns: 500 },
  );
  t.pass();
});
