import fc from 'fast-check';
import t from 'tap';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import { standardParameters } from '../../src/provider/schema/request-schema.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { plain } from '../engine.js';

function problems(definition: unknown): Readonly<Record<string, string>> {
  const result = validateDefinition(definition);
  if (result.kind === 'definition') return {};
  return Object.fromEntries(result.problems.map(({ field, messages }) => [field, messages.join('; ')]));
}

/** Ways to write a name that careless servers take for the same one, as far as parameters' names allow. */
const disguises = (name: string) => [
  ...[name, name.toUpperCase(), name.replace('_', '.'), name.replace('_', '-'), `${name}[]`, `.${name}`, `${name}_`],
  ...[name.replace(/^./, (letter) => letter.toUpperCase()), name.replaceAll('_', '__')],
];
const ours = standardParameters.filter(
  (name) => !['scope', 'resource', 'token_type_hint', 'username', 'password', 'assertion'].includes(name),
);

t.test('no request’s own parameters override those of the flow, however they are written', async (t) => {
  for (const request of ['token', 'exchange', 'refresh', 'revoke'])
    for (const name of ours)
      for (const disguise of new Set(disguises(name))) {
        const given = { ...plain, [request]: { url: 'https://as.example/x', parameters: { [disguise]: 'evil' } } };
        const field = `${request}.parameters.${disguise}`;
        t.match(problems(given), { [field]: /Latchkey (sets it )?itself|set by Latchkey/ }, field);
      }
});

t.test('nor do parameters of a callback URL, which anybody can write', async (t) => {
  for (const name of standardParameters)
    for (const disguise of new Set(disguises(name)))
      t.match(problems({ ...plain, token: { ...plain.token, forward: ['realmId', disguise] } }), {
        'token.forward.1': /take the place of the flow's own/,
      });
  t.strictSame(problems({ ...plain, token: { ...plain.token, forward: ['realmId', 'code_x', 'shop'] } }), {});
});

t.test('a standard parameter may be sent once more with its own value', async (t) => {
  const own = {
    client_id: '{client.id}',
    client_secret: '{client.secret}',
    redirect_uri: '{request.redirect_uri}',
    'client-id': '{client.id}',
  };
  for (const [name, value] of Object.entries(own)) {
    t.strictSame(problems({ ...plain, refresh: { parameters: { [name]: value } } }), {}, name);
    t.match(problems({ ...plain, refresh: { parameters: { [name]: `${value}x` } } }), {
      [`refresh.parameters.${name}`]: new RegExp(`may only be "${value}"`),
    });
  }
  for (const name of ['scope', 'resource', 'username', 'password', 'token_type_hint', 'audience', 'format', 'codec'])
    t.strictSame(problems({ ...plain, token: { ...plain.token, parameters: { [name]: 'x' } } }), {}, name);
});

t.test('names in the query of a URL are looked at in every encoding', async (t) => {
  const encoded = (name: string) => [
    name,
    [...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
    `${name[0]}%${name.charCodeAt(1).toString(16).toUpperCase()}${name.slice(2)}`,
    encodeURIComponent(name.replace('_', ' ')),
    encodeURIComponent(`${name}\u0000`),
    encodeURIComponent(
      [...name]
        .map((letter) => (/[a-z]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter))
        .join(''),
    ),
  ];
  for (const name of ['state', 'client_id', 'redirect_uri', 'request_uri', 'code_challenge_method'])
    for (const query of encoded(name))
      for (const field of ['url', 'urlFallback']) {
        const authorize = { ...plain.authorize, [field]: `https://as.example/authorize?${query}=x` };
        t.match(problems({ ...plain, authorize }), { [`authorize.${field}`]: /must not set/ }, query);
      }
});

t.test('renamed and split parameters stay apart', async (t) => {
  const authorize = (more: object) => problems({ ...plain, authorize: { ...plain.authorize, ...more } });
  t.strictSame(authorize({ names: { client_id: 'app_id', scope: 'permissions' } }), {});
  t.match(authorize({ names: { client_id: 'state' } }), { 'authorize.names': /must not set state/ });
  t.match(authorize({ names: { client_id: 'a', scope: 'A' } }), { 'authorize.names': /sets A twice/ });
  t.match(authorize({ names: { client_id: 'a' }, parameters: { a: 'x' } }), { 'authorize.names': /twice/ });
  t.match(authorize({ names: { client_id: 'a' }, url: 'https://as.example/?a=1' }), { 'authorize.names': /twice/ });
  t.match(problems({ ...plain, token: { ...plain.token, names: { code: 'a', client_id: 'a' } } }), {
    'token.names': /same name/,
  });
  t.match(problems({ ...plain, token: { url: 'https://as.example/?a=1&A=2' } }), { 'token.url': /twice/ });
  const scopes = (parameter: string, more: object = {}) =>
    problems({ ...plain, scopes: [{ scope: 's', parameter }], ...more });
  t.strictSame(scopes('user_scope'), {});
  for (const parameter of ['scope', 'Scope', 'state', 'client.id', 'code_challenge'])
    t.match(scopes(parameter), { 'scopes.0.parameter': /Latchkey sets it itself/ }, parameter);
  t.match(scopes('prompt', { authorize: { ...plain.authorize, parameters: { Prompt: 'x' } } }), {
    'scopes.0.parameter': /authorize\.parameters/,
  });
});

t.test('grant types say what they need', async (t) => {
  const { authorize: _, ...noAuthorize } = plain;
  t.match(problems(noAuthorize), { authorize: /is required/ });
  for (const grantType of ['client_credentials', 'jwt_bearer', 'password']) {
    const token =
      grantType === 'password' ? { ...plain.token, parameters: { username: 'u', password: 'p' } } : plain.token;
    t.strictSame(problems({ ...noAuthorize, grantType, token }), {}, grantType);
    t.match(problems({ ...plain, grantType }), { authorize: new RegExp(`not used by the grant type ${grantType}`) });
  }
  t.match(problems({ ...noAuthorize, grantType: 'client_credentials', refresh: { by: 'access_token' } }), {
    'refresh.by': /asked for again/,
  });
  t.match(problems({ ...noAuthorize, grantType: 'password' }), {
    'token.parameters.username': /is required/,
    'token.parameters.password': /is required/,
  });
  t.match(problems({ ...plain, assertion: {} }), { assertion: /jwt_bearer only/ });
  const assertion = { claims: { exp: '1', scope: '{request.scope}' }, subject: '{nobody}' };
  t.match(problems({ ...noAuthorize, grantType: 'jwt_bearer', assertion, exchange: plain.token }), {
    'assertion.claims.exp': /set by Latchkey/,
    'assertion.subject': /not among the inputs/,
    exchange: /not used by the grant type jwt_bearer/,
  });
  t.match(problems({ ...plain, callback: { delivery: 'out_of_band' } }), { 'callback.redirectUri': /is required/ });
  const omit = { ...plain, authorize: { ...plain.authorize, omit: ['state'] } };
  t.match(problems(omit), { 'authorize.omit': /must not leave out state/ }, 'state is what binds a flow');
});

t.test('inputs fit their type', async (t) => {
  const one = (more: object) =>
    problems({ ...plain, inputs: [{ name: 'v', label: 'V', type: 'text', visibility: 'customer', ...more }] });
  const choices = [{ value: 'eu', label: 'Europe' }];
  t.strictSame(one({}), {});
  t.match(one({ type: 'choice' }), { 'inputs.0.choices': /required/ });
  t.match(one({ type: 'choice', choices: [] }), { 'inputs.0.choices': /required/ });
  t.match(one({ choices }), { 'inputs.0.choices': /choice only/ });
  t.match(one({ type: 'host' }), { 'inputs.0.hosts': /required/ });
  t.match(one({ hosts: ['*.a.example'] }), { 'inputs.0.hosts': /host.* only/ });
  t.match(one({ type: 'choice', choices, default: 'us' }), { 'inputs.0.default': /one of eu/ });
  t.match(one({ type: 'host', hosts: ['*.a.example'], default: 'b.example' }), { 'inputs.0.default': /a\.example/ });
  t.match(one({ pattern: '[a-z]{3}', default: 'ab' }), { 'inputs.0.default': /expected form/ });
  t.match(one({ type: 'secret', default: 'x' }), { 'inputs.0.default': /secret/ });
  t.match(one({ pattern: '[' }), { 'inputs.0.pattern': /regular expression/ });
  for (const pattern of [
    '(a+)+',
    '(a|aa)*',
    '([a-z]+){2,}',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    'a*b*c*d*',
  ])
    t.match(one({ pattern }), { 'inputs.0.pattern': /must|could/ }, pattern);
  const twice = {
    ...plain,
    inputs: [1, 2].map(() => ({ name: 'v', label: 'V', type: 'text', visibility: 'customer' })),
  };
  t.match(problems(twice), { 'inputs.1.name': /twice/ });
});

t.test('no two parameters of the callback have one name', async (t) => {
  const callback = (names: object) => problems({ ...plain, callback: { names } });
  t.strictSame(callback({ code: 'auth_code', state: 'custom' }), {});
  t.strictSame(callback({ code: 'state', state: 'code' }), {});
  t.match(callback({ code: 'x', state: 'x' }), {
    'callback.names.code': 'must not be x: that is the name of state',
    'callback.names.state': 'must not be x: that is the name of code',
  });
  t.match(callback({ error: 'code' }), { 'callback.names.error': /name of code/ });
  t.match(callback({ state: 'iss' }), { 'callback.names.state': /name of iss/ });
});

t.test('a client secret that is made speaks of the client only, and leaves the set claims alone', async (t) => {
  const signed = (signedSecret: object) => problems({ ...plain, client: { signedSecret } });
  t.strictSame(signed({ audience: 'https://id.example', claims: { at: '{now.iso}' } }), {});
  t.match(signed({ claims: { exp: '5' } }), { 'client.signedSecret.claims.exp': /set by Latchkey/ });
  for (const name of ['request.code', 'token.access_token', 'context.x'])
    t.match(signed({ subject: `{${name}}` }), { 'client.signedSecret.subject': /what can stand here/ }, name);
});

t.test('names of what is learnt are given once', async (t) => {
  const capture = { name: 'a', from: 'token', path: 'x' };
  const step = { name: 's', url: 'https://as.example', captures: [{ name: 'a', path: 'x' }] };
  t.match(problems({ ...plain, captures: [capture, capture] }), { 'captures.1.name': /twice/ });
  t.match(problems({ ...plain, captures: [capture], steps: [step] }), { 'steps.0.captures.0.name': /twice/ });
  t.match(problems({ ...plain, steps: [step, step] }), { 'steps.1.captures.0.name': /twice/ });
  t.match(problems({ ...plain, account: { capture: 'b' } }), { 'account.capture': /not a name/ });
  t.strictSame(problems({ ...plain, steps: [step], account: { capture: 'a' } }), {});
});

t.test('Prismatic’s flat names are taken, and pasted ends are trimmed', async (t) => {
  const flat = {
    ...{ name: 'Flat', authorizeUrl: ' https://as.example/a\n', tokenUrl: '\thttps://as.example/t ' },
    ...{ refreshUrl: 'https://as.example/r ', revokeUrl: ' https://as.example/v', revoke: { reach: 'account' } },
  };
  t.strictSame(validateDefinition(flat), {
    kind: 'definition',
    definition: {
      name: 'Flat',
      authorize: { url: 'https://as.example/a' },
      token: { url: 'https://as.example/t' },
      refresh: { url: 'https://as.example/r' },
      revoke: { reach: 'account', url: 'https://as.example/v' },
    },
  });
  const nested = { ...plain, token: { url: '  https://as.example/t\r\n' } };
  const result = validateDefinition(nested);
  t.equal(result.kind === 'definition' && result.definition.token.url, 'https://as.example/t', 'nested ones too');
  t.equal(nested.token.url, '  https://as.example/t\r\n', 'what was given stays as it is');
  for (const [alias, group] of Object.entries({ authorizeUrl: 'authorize', tokenUrl: 'token', revokeUrl: 'revoke' }))
    t.match(problems({ ...plain, [alias]: 'https://as.example/x' }), { [alias]: new RegExp(`${group}\\.url`) });
  t.match(problems({ ...plain, refreshUrl: 5 }), { 'refresh.url': /must be a text/ });
  t.match(problems({ ...plain, refresh: 5, refreshUrl: 'https://as.example' }), { refresh: /must be an object/ });
});

t.test('a host input accepts the declared hosts and nothing that merely looks like them', async (t) => {
  const definition = {
    ...plain,
    inputs: [
      { name: 'h', label: 'Host', type: 'host', visibility: 'customer', hosts: ['*.acme.example', 'one.example'] },
    ],
    revoke: { url: 'https://{h}/revoke' },
  } as const;
  t.equal(validateDefinition(definition).kind, 'definition');
  const host = (value: string) => resolveAuthorizationServer(definition, { h: value });
  for (const value of ['a.acme.example', 'a.b.acme.example', 'one.example'])
    t.match(host(value), { kind: 'resolved', server: { revoke: { url: [`https://${value}/revoke`] } } });
  const near = [
    'acme.example',
    'xacme.example',
    'a.acme.example.evil',
    'two.example',
    'a.one.example',
    'a.acme.example.',
  ];
  for (const value of [...near, 'evil.example/a.acme.example', 'evil.example?.acme.example', 'evil@a.acme.example'])
    t.match(host(value), { kind: 'refused', field: 'inputs.h' }, value);
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.webAuthority({ withPort: true, withUserInfo: true })), (value) => {
      for (const text of [value, `${value}.acme.example`, `${value}/.acme.example`, `${value}#.acme.example`]) {
        const result = host(text);
        if (result.kind === 'refused') continue;
        const { hostname } = new URL(String(result.server.revoke?.url[0]));
        if (hostname !== 'one.example' && !hostname.endsWith('.acme.example')) throw new Error(hostname);
      }
    }),
    { numRuns: 500 },
  );
});
