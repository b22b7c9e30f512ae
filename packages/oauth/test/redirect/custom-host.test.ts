import t from 'tap';
import { baseUrlAt, challengeName, customHostProblem, isCustomHost } from '../../src/index.js';

t.test('a custom host is oauth2.<domain>, written as browsers write it', async (t) => {
  for (const host of [
    'oauth2.example.com',
    'oauth2.a-b.co.uk',
    'oauth2.xn--bcher-kva.example',
    'oauth2.acme.localhost',
  ])
    t.equal(customHostProblem(host), undefined, host);
  const longLabel = 'a'.repeat(64);
  for (const host of [
    ...[
      '',
      'oauth2',
      'oauth2.',
      'oauth2.com',
      'oauth2..com',
      'example.com',
      'wizard.example.com',
      'xoauth2.example.com',
    ],
    ...['oauth2.example.com.', 'oauth2.example.com:443', 'https://oauth2.example.com', 'oauth2.example.com/x'],
    ...['oauth2.-a.com', 'oauth2.a-.com', 'oauth2.a_b.com', 'oauth2.*.com', 'oauth2.a b.com', 'x@oauth2.example.com'],
    ...['oauth2.127.0.0.1', 'oauth2.1', '[::1]', `oauth2.${longLabel}.com`, `oauth2.${'abc.'.repeat(70)}com`],
    ...[
      'oauth2.example.com\n',
      ' oauth2.example.com',
      'oauth2.exam\u0000ple.com',
      'oauth2.example.com%00',
      'oauth2.a%2eb.com',
    ],
  ]) {
    t.notOk(isCustomHost(host), JSON.stringify(host));
    t.type(customHostProblem(host), 'string', JSON.stringify(host));
  }
});

t.test('who types it otherwise is told how', async (t) => {
  t.equal(customHostProblem('OAuth2.Example.COM'), 'must be written as oauth2.example.com');
  t.equal(customHostProblem('oauth2.bücher.example'), 'must be written as oauth2.xn--bcher-kva.example');
  t.equal(customHostProblem('oauth2.example。com'), 'must be written as oauth2.example.com');
  t.match(customHostProblem('wizard.example.com'), 'must be oauth2.<your domain>');
});

t.test('its base URL has scheme and port of the configured one', async (t) => {
  t.equal(baseUrlAt('oauth2.acme.example', 'https://oauth2.latchkey.example'), 'https://oauth2.acme.example');
  t.equal(baseUrlAt('oauth2.acme.localhost', 'http://127.0.0.1:4200/'), 'http://oauth2.acme.localhost:4200');
  t.equal(challengeName('oauth2.acme.example'), '_latchkey.oauth2.acme.example');
});
