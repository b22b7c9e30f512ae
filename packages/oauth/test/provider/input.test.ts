import { generateKeyPairSync } from 'node:crypto';
import t from 'tap';
import { checkInputs, type InputDefinition, inputDefault, inputValueProblem } from '../../src/provider/input.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { serverOf } from '../engine.js';

const input: InputDefinition = {
  name: 'tokenUrl',
  label: 'Token URL',
  type: 'url',
  hosts: ['*.example.com'],
  visibility: 'organization',
};
const definition = {
  name: 'Blank',
  inputs: [input],
  authorize: { url: 'https://as.example.com/authorize' },
  token: { url: '{tokenUrl}' },
};

t.test('a whole URL is an input, with its own path and query', async (t) => {
  const server = serverOf(definition, { tokenUrl: ' https://a.example.com/oauth/token?tenant=7 ' });
  t.strictSame(server.token.url, ['https://a.example.com/oauth/token?tenant=7']);
});

t.test('what is no address on a declared host is refused', async (t) => {
  for (const value of [
    'a.example.com/token',
    'http://a.example.com/token',
    'https://example.com.evil.example/token',
    'https://a.example.com@evil.example/token',
    'https://ada:x@a.example.com/token',
    'https://a.example.com\\@evil.example/',
    'https://a.example.com/#x',
    'https://a.example.com/{tokenUrl}',
    'https:///a.example.com/token',
    'https://a.example.com/to ken',
    'https://a.example.com/?client_id=evil',
    'https://a.example.com/?Redirect-URI=evil',
    'javascript:alert(1)',
  ])
    t.type(inputValueProblem(input, value), 'string', value);
  t.equal(inputValueProblem({ ...input, hosts: ['*'] }, 'http://127.0.0.1:8080/token'), undefined, 'in development');
});

t.test('a customer may not send the client credentials anywhere', async (t) => {
  const free = { ...definition, inputs: [{ ...input, hosts: ['*'], visibility: 'customer' }] };
  t.match(validateDefinition(free), { kind: 'invalid', problems: [{ field: 'token.url' }] });
  const text = { ...definition, inputs: [{ ...input, type: 'text', hosts: undefined }] };
  t.match(validateDefinition(JSON.parse(JSON.stringify(text))), {
    kind: 'invalid',
    problems: [{ field: 'token.url' }],
  });
  const { hosts: _, ...nowhere } = input;
  t.match(validateDefinition({ ...definition, inputs: [nowhere] }), { problems: [{ field: 'inputs.0.hosts' }] });
  const part = { ...definition, token: { url: '{tokenUrl}/token' } };
  t.match(validateDefinition(part), { problems: [{ field: 'token.url' }] }, 'it is the whole of it, or nothing');
});

t.test('an environment may have a default of its own', async (t) => {
  const own = { ...input, default: 'https://p.example.com/t', defaults: { sandbox: 'https://s.example.com/t' } };
  t.equal(inputDefault(own, 'sandbox'), 'https://s.example.com/t');
  t.equal(inputDefault(own, 'production'), 'https://p.example.com/t');
  t.equal(inputDefault(own, 'constructor'), 'https://p.example.com/t');
  const wrong = { ...own, defaults: { sandbox: 'https://evil.example/t' } };
  t.match(validateDefinition({ ...definition, inputs: [wrong] }), {
    problems: [{ field: 'inputs.0.defaults.sandbox' }],
  });
});

t.test('pasted addresses are trimmed', async (t) => {
  const checked = checkInputs([input], { tokenUrl: '\n https://a.example.com/token ' }, ['organization']);
  t.match(checked, { kind: 'accepted' });
  t.strictSame(checked.kind === 'accepted' && [...checked.values.values()], ['https://a.example.com/token']);
});

t.test('a private key in PEM loses its line breaks, as in a field of a form, and may be long', async (t) => {
  const key: InputDefinition = { name: 'key', label: 'Key', type: 'secret', visibility: 'customer' };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  t.ok(pem.length > 2000);
  const value = pem.replaceAll('\n', '');
  for (const pasted of [pem, ` ${pem}\n`, pem.replaceAll('\n', '\r\n'), pem.replaceAll('\n', '\\n'), value])
    t.strictSame(checkInputs([key], { key: pasted }, ['customer']), {
      kind: 'accepted',
      values: new Map([[key, value]]),
    });
  t.match(checkInputs([key], { key: 'two\nlines' }, ['customer']), { problems: [{ message: /control characters/ }] });
  t.match(checkInputs([key], { key: 'x'.repeat(10_001) }, ['customer']), { problems: [{ message: /10,000/ }] });
  const text: InputDefinition = { ...key, type: 'text' };
  t.match(checkInputs([text], { key: 'x'.repeat(2_001) }, ['customer']), { problems: [{ message: /2,000/ }] });
  t.match(checkInputs([text], { key: pem.slice(0, 200) }, ['customer']), { problems: [{ message: /control/ }] });
});
