import t from 'tap';
import { processDeviceAuthorizationResponse } from '../../src/device/device-authorization-response.js';
import type { DeviceTerms } from '../../src/provider/device-terms.js';
import { reveal } from '../../src/secret.js';
import { response } from '../engine.js';
import { canary, deepText, fuzz, oddJson, oddText } from '../fuzz/odd.js';
import { pick } from '../near-valid.js';

const endpoint = 'https://as.example/device_authorization';
const right = {
  device_code: 'GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS',
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://example.com/device',
  verification_uri_complete: 'https://example.com/device?user_code=WDJB-MJHT',
  expires_in: 1800,
  interval: 5,
};
type Terms = DeviceTerms['response'];
const read = (body: unknown, terms: Terms = {}, status = 200, url = endpoint) =>
  processDeviceAuthorizationResponse({ response: terms }, url, response(status, body));

t.test('the example of RFC 8628 section 3.2', async (t) => {
  const { deviceCode, ...rest } = read(right) as Extract<ReturnType<typeof read>, { kind: 'codes' }>;
  t.equal(reveal(deviceCode), right.device_code);
  t.strictSame(rest, {
    kind: 'codes',
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://example.com/device',
    verificationUriComplete: 'https://example.com/device?user_code=WDJB-MJHT',
    expiresInSeconds: 1800,
    intervalSeconds: 5,
  });
});

t.test('what may be left out, and numbers as texts', async (t) => {
  const { device_code, user_code, verification_uri } = right;
  const least = { device_code, user_code, verification_uri, expires_in: '900' };
  t.match(read(least), { kind: 'codes', expiresInSeconds: 900, intervalSeconds: 5 });
  t.notOk('verificationUriComplete' in read({ ...least, verification_uri_complete: '' }));
  for (const [interval, seconds] of [
    [0, 5],
    [-3, 5],
    ['x', 5],
    [null, 5],
    [0.2, 1],
    ['7', 7],
    [1e12, 300],
  ] as const)
    t.match(read({ ...least, interval }), { intervalSeconds: seconds }, String(interval));
  t.match(read({ ...least, user_code: ' ÅÄÖ 漢字-12 ' }), { userCode: 'ÅÄÖ 漢字-12' });
});

t.test('members stand where the definition says', async (t) => {
  const { verification_uri, ...others } = right;
  const body = { data: { ...others, verification_url: verification_uri } };
  const terms: Terms = {
    ...{ deviceCode: 'data.device_code', userCode: 'data.user_code', verificationUri: 'data.verification_url' },
    ...{ expiresIn: 'data.expires_in', interval: 'data.interval' },
  };
  t.match(read(body, terms), { kind: 'codes', userCode: 'WDJB-MJHT', verificationUri: verification_uri });
  t.match(
    read('device_code=a&user_code=b&verification_uri=https%3A%2F%2Fx.example%2F&expires_in=60', { format: 'form' }),
    {
      kind: 'codes',
      expiresInSeconds: 60,
    },
  );
});

t.test('a person is sent to no address that is not plainly one', async (t) => {
  for (const uri of [
    'javascript:alert(1)',
    'https://"/',
    'JaVaScRiPt://example.com/%0aalert(1)',
    'data:text/html,x',
    'http://example.com/device',
    'https://bank.example@evil.example/',
    'https://a:b@evil.example/',
    'https:evil.example',
    'https:///evil.example',
    'https:\\\\evil.example',
    '//evil.example',
    '/device',
    'https://exa mple.com/',
    'https://example.com/\u202etxt',
    'https://example.com/\n',
    `https://example.com/${'x'.repeat(2000)}`,
    'http://127.0.0.1:9/device',
    '',
    7,
    ['https://example.com/'],
    null,
  ]) {
    const bad = String(uri).trim() === 'https://example.com/' && typeof uri === 'string';
    if (!bad)
      t.match(read({ ...right, verification_uri: uri }), { kind: 'failure', cause: /verification_uri/ }, String(uri));
    if (uri !== '' && uri !== null && !bad)
      t.match(read({ ...right, verification_uri_complete: uri }), { cause: /verification_uri_complete/ }, String(uri));
  }
  const spelled = read({ ...right, verification_uri: 'HTTPS://EXAMPLE.com/Dévice' });
  t.match(spelled, { verificationUri: 'https://example.com/D%C3%A9vice' }, 'as a parser writes it');
  const local = { ...right, verification_uri: 'http://127.0.0.2:4300/device', verification_uri_complete: '' };
  t.match(read(local, {}, 200, 'http://127.0.0.2:4300/device/auth'), { kind: 'codes' }, 'the sandbox’s own address');
  t.match(read(local, {}, 200, 'http://127.0.0.1:4300/device/auth'), { kind: 'failure' });
});

t.test('codes are short lines that can be seen', async (t) => {
  for (const user_code of ['', '   ', 'A'.repeat(65), 'AB\u202eCD', 'AB\nCD', 'AB\u200bCD', 'A  B', 12345, null, {}])
    t.match(read({ ...right, user_code }), { kind: 'failure', cause: /user_code/ }, JSON.stringify(user_code));
  for (const device_code of ['', null, 7, 'x'.repeat(10_001)])
    t.match(read({ ...right, device_code }), { kind: 'failure', cause: /device_code/ });
  for (const expires_in of [undefined, 0, -1, 'soon', null, {}])
    t.match(read({ ...right, expires_in }), { kind: 'failure', cause: /expires_in/ });
});

t.test('refusals are read as the token endpoint’s, and what is no answer as what it is', async (t) => {
  t.match(read({ error: 'unauthorized_client', error_description: 'no device flow' }, {}, 400), {
    ...{ kind: 'failure', class: 'misconfigured', error: 'unauthorized_client', status: 400 },
    errorDescription: 'no device flow',
  });
  t.match(read({ ...right, error: 'invalid_scope' }), { kind: 'failure', class: 'misconfigured' }, 'with status 200');
  t.match(read('<html>', {}, 503), { class: 'later', status: 503 });
  t.match(read('<html>'), { class: 'ambiguous', status: 200 });
  const lost = { kind: 'no_answer', cause: 'timeout', elapsedMs: 1 } as const;
  t.match(processDeviceAuthorizationResponse({ response: {} }, endpoint, lost), {
    class: 'ambiguous',
    cause: 'timeout',
  });
  const refused = { kind: 'not_sent', cause: 'ECONNREFUSED', elapsedMs: 1 } as const;
  t.match(processDeviceAuthorizationResponse({ response: {} }, endpoint, refused), { class: 'later' });
});

t.test('any answer at all means something, and nothing bad comes out of it', async (t) => {
  const names = [...Object.keys(right), 'error', 'error_description'];
  let codes = 0;
  fuzz((draw) => {
    const member = pick(draw, names);
    const near = { ...right, device_code: canary, [member]: draw(2) === 0 ? oddText(draw) : oddJson(draw, names) };
    const text = draw(300) === 0 ? deepText : JSON.stringify(draw(3) === 0 ? oddJson(draw, names) : near);
    const status = pick(draw, [200, 200, 200, 400, 500]);
    const answer = read(draw(10) === 0 ? text.slice(0, draw(text.length + 1)) : text, {}, status);
    if (JSON.stringify(answer).includes(canary)) throw new Error('a device code is shown');
    if (answer.kind === 'failure') return;
    codes += 1;
    for (const uri of [answer.verificationUri, answer.verificationUriComplete ?? 'https://none.example/']) {
      const { protocol, username, href } = new URL(uri);
      if (protocol !== 'https:' || username !== '' || href !== uri || /[\s<>"]/.test(uri)) throw new Error(uri);
    }
    if (/[\p{C}\p{Z}]/u.test(answer.userCode.replaceAll(' ', '')) || answer.userCode.length > 64)
      throw new Error(answer.userCode);
    if (!(answer.expiresInSeconds >= 1 && answer.intervalSeconds >= 1 && answer.intervalSeconds <= 300))
      throw new Error('times');
  });
  t.ok(codes > 500, `${codes} were codes`);
});
