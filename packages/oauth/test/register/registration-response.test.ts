import fc from 'fast-check';
import t from 'tap';
import { processClientRegistrationResponse } from '../../src/register/registration-response.js';
import { reveal } from '../../src/secret.js';
import { response } from '../engine.js';

t.test('what a registration may come to (RFC 7591 section 3.2)', async (t) => {
  const full = {
    client_id: 'c1',
    client_secret: 's1',
    client_secret_expires_at: 0,
    token_endpoint_auth_method: 'none',
  };
  const registered = processClientRegistrationResponse(response(201, full));
  if (registered.kind !== 'registered') throw new Error(registered.kind);
  t.match(registered, { clientId: 'c1', method: 'none' });
  t.equal(registered.clientSecret && reveal(registered.clientSecret), 's1');
  t.equal(registered.secretExpiresAt, undefined, '0 is never');
  t.match(processClientRegistrationResponse(response(201, { ...full, client_secret_expires_at: 1_900_000_000 })), {
    secretExpiresAt: 1_900_000_000,
  });
  const cases: readonly (readonly [number, unknown, unknown])[] = [
    [
      400,
      { error: 'invalid_redirect_uri', error_description: 'no' },
      { kind: 'refused', message: /invalid_redirect_uri.*no/ },
    ],
    [401, '', { kind: 'refused', message: /status 401/ }],
    [403, '<html>', { kind: 'refused', message: /status 403/ }],
    [201, { client_id: 7 }, { kind: 'refused', message: /status 201/ }],
    [201, { client_id: 'a\nb' }, { kind: 'refused' }],
    [503, '', { kind: 'unavailable', message: /status 503/ }],
    [429, { error: 'slow_down' }, { kind: 'unavailable', message: /slow_down/ }],
  ];
  for (const [status, body, said] of cases)
    t.match(processClientRegistrationResponse(response(status, body)), said, `${status} ${JSON.stringify(body)}`);
});

t.test('whatever a server sends, reading ends and no secret is echoed', async () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.string(), fc.json()).map((it) => JSON.stringify(it)),
  );
  fc.assert(
    fc.property(body, fc.integer({ min: 100, max: 599 }), (text, status) => {
      const said = processClientRegistrationResponse(
        response(status, text.startsWith('{') ? text.replace('{', '{"client_secret":"very-secret-value",') : text),
      );
      return !JSON.stringify(said).includes('very-secret-value');
    }),
    { numRuns: 10_000 },
  );
});
