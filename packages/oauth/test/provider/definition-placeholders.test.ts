import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { definitionTemplates } from '../../src/provider/definition-templates.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { plain } from '../engine.js';

const input = (name: string, more: object = {}) => ({
  ...{ name, label: name, type: 'text', visibility: 'customer' },
  ...more,
});
const hostInput = (name: string, hosts: readonly string[], more: object = {}) =>
  input(name, { type: 'host', hosts, ...more });

function problems(definition: unknown): Readonly<Record<string, string>> {
  const result = validateDefinition(definition);
  if (result.kind === 'definition') return {};
  return Object.fromEntries(result.problems.map(({ field, messages }) => [field, messages.join('; ')]));
}

/** Definitions with one template set, by the place that decides what it may speak of. */
const at: Readonly<Record<string, readonly (readonly [string, (text: string) => object])[]>> = {
  issuer: [
    ['callback.redirectUri', (text) => ({ callback: { redirectUri: text } })],
    ['resource.0', (text) => ({ resource: [text] })],
  ],
  authorize: [['authorize.parameters.x', (text) => ({ authorize: { ...plain.authorize, parameters: { x: text } } })]],
  token: [
    ['token.parameters.x', (text) => ({ token: { ...plain.token, parameters: { x: text } } })],
    ['token.headers.x', (text) => ({ token: { ...plain.token, headers: { x: text } } })],
  ],
  later: [
    ['exchange.parameters.x', (text) => ({ exchange: { ...plain.token, parameters: { x: text } } })],
    ['refresh.parameters.x', (text) => ({ refresh: { parameters: { x: text } } })],
    ['revoke.headers.x', (text) => ({ revoke: { ...plain.token, headers: { x: text } } })],
    ['steps.0.parameters.x', (text) => ({ steps: [{ name: 's', url: 'https://a.example', parameters: { x: text } }] })],
    ['api.probe.parameters.x', (text) => ({ api: { probe: { url: 'https://a.example', parameters: { x: text } } } })],
  ],
  api: [['api.headers.x', (text) => ({ api: { headers: { x: text } } })]],
  signature: [
    [
      'token.signature.over',
      (text) => ({
        token: {
          ...plain.token,
          signature: { algorithm: 'SHA-256', over: text, encoding: 'hex', header: 'x-signature' },
        },
      }),
    ],
  ],
};
const names = {
  anywhere: ['client.id', 'now.seconds', 'now.milliseconds', 'now.iso', 'random.token', 'random.uuid', 'random.digits'],
  request: ['client.secret', 'request.redirect_uri', 'request.scope'],
  code: ['request.code', 'request.state', 'request.code_verifier'],
  never: ['client.name', 'now.years', 'random.x', 'request.nonce', 'context.nothing', 'x.y', 'tokens.access_token'],
};
/** What may be spoken of where, besides inputs. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  issuer: [],
  authorize: [...names.anywhere, 'request.redirect_uri', 'request.scope', 'request.state'],
  token: [...names.anywhere, ...names.request, ...names.code, 'context.fromCallback'],
  later: [
    ...[...names.anywhere, ...names.request, 'context.fromCallback', 'context.fromToken', 'context.fromStep'],
    ...['token.access_token', 'token.refresh_token', 'token.data.id'],
  ],
  // The vendor's code, which the client secret is not told.
  api: [
    ...[...names.anywhere, 'context.fromCallback', 'context.fromToken', 'context.fromStep'],
    ...['token.access_token', 'token.data.id'],
  ],
  signature: [
    ...[...names.anywhere, ...names.request, 'context.fromCallback', 'context.fromToken', 'context.fromStep'],
    ...['token.access_token', 'token.refresh_token', 'token.data.id', 'request.body'],
  ],
};
const base = {
  ...plain,
  inputs: [
    input('shop'),
    input('key', { type: 'secret' }),
    input('region', { type: 'choice', choices: [{ value: 'eu', label: 'Europe' }] }),
  ],
  captures: [
    { name: 'fromCallback', from: 'callback', path: 'a' },
    { name: 'fromToken', from: 'token', path: 'a' },
  ],
  steps: [{ name: 's', url: 'https://a.example', captures: [{ name: 'fromStep', path: 'a' }] }],
};

t.test('each place takes the names that are known there, and no others', async (t) => {
  const all = new Set([...Object.values(names).flat(), ...Object.values(allowed).flat()]);
  for (const [place, fields] of Object.entries(at))
    for (const [field, make] of fields)
      for (const name of all) {
        const found = problems({ ...base, ...make(`a {${name}} b`), ...(place === 'later' ? keepCaptures(make) : {}) });
        const isAllowed = allowed[place]?.includes(name) === true;
        if (isAllowed) t.strictSame(found, {}, `${field} speaks of ${name}`);
        else t.match(found, { [field]: new RegExp(`\\{${name.replaceAll('.', '\\.')}\\}`) }, `${field}: not ${name}`);
      }
});

/** A step of its own takes the place of those with captures: they are put into it. */
function keepCaptures(make: (text: string) => object): object {
  const { steps } = make('') as { readonly steps?: readonly object[] };
  return steps ? { captures: [...base.captures, { name: 'fromStep', from: 'token', path: 'a' }] } : {};
}

t.test('inputs are known everywhere, undeclared ones nowhere', async (t) => {
  for (const [field, make] of Object.values(at).flat()) {
    const isShown = field === 'callback.redirectUri' || field.startsWith('authorize.');
    t.strictSame(problems({ ...base, ...make(isShown ? '{region}' : '{shop}{key}') }), {}, field);
    if (isShown) t.match(problems({ ...base, ...make('{key}') }), { [field]: /\{key\}/ }, 'no secret');
    t.match(problems({ ...base, ...make('{shopp}') }), {
      [field]: /\{shopp\}, which is not among the inputs: declare/,
    });
    t.match(problems({ ...base, ...make('{shop') }), { [field]: /single \{/ });
  }
  const declared = validateDefinition({ ...plain, token: { ...plain.token, parameters: { x: '{extra}' } } }, [
    input('extra') as NonNullable<Definition['inputs']>[number],
  ]);
  t.equal(declared.kind, 'definition', 'nor are those of a connection config forgotten');
});

t.test('every template of a definition is looked at', async (t) => {
  const looked = (definition: object) => definitionTemplates(definition as Definition).map(({ field }) => field);
  const request = {
    url: 'https://a.example',
    urlFallback: 'https://a.example',
    headers: { h: 'x' },
    parameters: { p: 'x' },
  };
  const signature = { algorithm: 'SHA-256', over: 'x', encoding: 'hex', header: 'x' };
  const whole = { ...request, signature };
  const fieldsOf = (at: string) =>
    ['url', 'urlFallback', 'headers.h', 'parameters.p', 'signature.over'].map((field) => `${at}.${field}`);
  t.same(
    looked({
      ...{ name: 'x', issuer: 'https://a.example', resource: ['https://a.example'] },
      authorize: { ...request, headers: undefined, pushedUrl: 'https://a.example' },
      callback: { redirectUri: 'x' },
      ...{ token: whole, exchange: whole, refresh: whole, revoke: whole, steps: [{ name: 's', ...whole }] },
      api: { baseUrl: 'https://a.example', headers: { h: 'x' }, probe: whole },
    }).sort(),
    [
      ...['issuer', 'resource.0', 'callback.redirectUri', 'api.baseUrl', 'api.headers.h'],
      ...['authorize.url', 'authorize.urlFallback', 'authorize.parameters.p', 'authorize.pushedUrl'],
      ...['token', 'exchange', 'refresh', 'revoke', 'steps.0', 'api.probe'].flatMap(fieldsOf),
    ].sort(),
  );
});

const urls: readonly (readonly [string, (url: string) => object])[] = [
  ['issuer', (url) => ({ issuer: url })],
  ['authorize.url', (url) => ({ authorize: { url } })],
  ['token.url', (url) => ({ token: { url } })],
  ['token.urlFallback', (url) => ({ token: { ...plain.token, urlFallback: url } })],
  ['exchange.url', (url) => ({ exchange: { url } })],
  ['refresh.url', (url) => ({ refresh: { url } })],
  ['revoke.url', (url) => ({ revoke: { url } })],
  ['steps.0.url', (url) => ({ steps: [{ name: 's', url }] })],
  ['api.probe.url', (url) => ({ api: { probe: { url } } })],
];

t.test('no secret stands in a URL', async (t) => {
  for (const [field, make] of urls) {
    const inputs = { inputs: [input('key', { type: 'secret' })] };
    for (const url of ['https://{key}.a.example/', 'https://a.example/{key}', 'https://a.example/?k={key}', '{key}/'])
      t.match(problems({ ...plain, ...inputs, ...make(url) }), { [field]: /secret \{key\}/ }, `${field} ${url}`);
    const found = problems({ ...plain, ...make('https://a.example/?s={client.secret}') });
    t.match(found, { [field]: /client secret into a URL|client\.secret/ }, field);
  }
});

t.test('a customer never sends the vendor’s client to a host of any kind', async (t) => {
  for (const [field, make] of urls) {
    const check = (declared: object, more: object = {}) =>
      problems({ ...plain, inputs: [declared], ...make('https://{v}/x'), ...more });
    t.match(check(input('v')), { [field]: /choose the host/ }, 'a text');
    t.strictSame(check(hostInput('v', ['*.acme.example'])), {}, 'a host of the declared ones');
    t.strictSame(check(input('v', { type: 'choice', choices: [{ value: 'a.example', label: 'a' }] })), {});
    const isBrowsers = field === 'authorize.url';
    const free = check(hostInput('v', ['*']));
    if (isBrowsers) t.strictSame(free, {}, 'where only the browser goes');
    else t.match(free, { [field]: /any host/ }, field);
    t.match(
      check(hostInput('v', ['*.acme.example', '*'])),
      isBrowsers ? {} : { [field]: /any host/ },
      'one free pattern frees all',
    );
    t.strictSame(check(hostInput('v', ['*'], { visibility: 'organization' })), {}, 'the vendor may');
    t.strictSame(check(hostInput('v', ['*']), { client: { owner: 'connection' } }), {}, 'with a client of their own');
  }
});

t.test('what is learnt chooses only among declared hosts', async (t) => {
  for (const [field, make] of urls.filter(([field]) => /exchange|refresh|revoke|steps|probe/.test(field))) {
    const check = (hosts: readonly string[] | undefined, url: string) =>
      problems({
        ...plain,
        captures: [{ name: 'dc', from: 'token', path: 'dc', ...(hosts ? { hosts } : {}) }],
        ...make(url),
      });
    for (const url of [
      '{context.dc}/x',
      'https://{context.dc}/x',
      'https://a-{context.dc}.a.example/',
      'https://{context.dc}.example/',
    ]) {
      t.strictSame(check(['*.a.example'], url), {}, `${field} ${url}`);
      t.match(check(undefined, url), { [field]: /choose the host: give that capture the hosts/ }, `${field} ${url}`);
      t.match(check(['*'], url), { [field]: /hosts that may be called/ }, `${field} ${url}`);
    }
    t.strictSame(check(undefined, 'https://{context.dc}.a.example/'), {}, 'one label before a fixed domain is no host');
    for (const name of ['token.host', 'client.id', 'random.token'])
      t.match(check(undefined, `https://{${name}}/`), { [field]: /must not let/ }, `${field} ${name}`);
  }
  t.strictSame(
    problems({ ...plain, captures: [{ name: 'dc', from: 'token', path: 'dc' }], api: { baseUrl: '{context.dc}' } }),
    {},
    'what is only told to the vendor’s code is not called by us',
  );
});
