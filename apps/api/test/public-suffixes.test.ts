import type { Definition, InputDefinition } from '@latchkey/oauth';
import { listProviders } from '@latchkey/providers';
import t from 'tap';
import { checkPublicSuffixes } from '../src/connection-config/check-public-suffixes.js';
import type { FieldError } from '../src/errors.js';

const shop: InputDefinition = { name: 'shop', label: 'Shop', type: 'text', visibility: 'customer' };
const at = (host: string): Definition => ({
  name: 'Shop',
  inputs: [shop],
  authorize: { url: 'https://login.example.com/authorize' },
  token: { url: `https://${host}/token` },
});

function problems(definition: Definition, declared: readonly InputDefinition[] = []): Readonly<Record<string, string>> {
  const errors: FieldError[] = [];
  checkPublicSuffixes(definition, declared, errors);
  return Object.fromEntries(errors.map(({ field, messages }) => [field, messages.join('; ')]));
}

t.test('under a suffix where anybody has a domain, no text chooses the host', async (t) => {
  for (const suffix of ['co.uk', 'CO.UK', 'co.uk.', 'com.au', 'k12.ma.us', 'ck', 'co.jp:8443'])
    t.match(problems(at(`{shop}.${suffix}`)), { 'definition.token.url': /any domain of/ }, suffix);
  t.match(problems(at('api.{shop}.co.uk')), { 'definition.token.url': /\{shop\}/ });
  for (const domain of ['example.co.uk', 'example.com', 'www.ck', 'myshopify.com', 'my.salesforce.com'])
    t.same(problems(at(`{shop}.${domain}`)), {}, domain);
  t.same(problems(at('{shop}.a.{shop}.example.com')), {});
  const choice = { ...shop, type: 'choice', choices: [{ value: 'acme', label: 'Acme' }] } as const;
  t.same(problems({ ...at('{shop}.co.uk'), inputs: [choice] }), {});
  t.same(problems(at('{shop}.co.uk'), [choice]), {}, 'what the config declares counts');
});

t.test('nor is such a suffix among the hosts that may be called', async (t) => {
  const host = { ...shop, type: 'host', hosts: ['login.example.com', '*.co.uk', '*.example.co.uk', '*'] } as const;
  t.match(problems({ ...at('example.com'), inputs: [host] }), { 'definition.inputs.0.hosts.1': /\*\.co\.uk/ });
  t.equal(Object.keys(problems({ ...at('example.com'), inputs: [host] })).length, 1);
  t.match(problems(at('example.com'), [host]), { 'inputs.0.hosts.1': /any domain/ });
  const capture = { name: 'server', path: 'server', hosts: ['*.com.au'] };
  const learning: Definition = {
    ...at('example.com'),
    captures: [{ ...capture, from: 'callback' }],
    steps: [{ name: 'me', url: 'https://api.example.com/me', captures: [{ ...capture, name: 'other' }] }],
  };
  t.strictSame(Object.keys(problems(learning)), [
    'definition.captures.0.hosts.0',
    'definition.steps.0.captures.0.hosts.0',
  ]);
});

t.test('the catalogue has none of it', async (t) => {
  for (const { key, definition } of listProviders()) t.same(problems(definition), {}, key);
});
