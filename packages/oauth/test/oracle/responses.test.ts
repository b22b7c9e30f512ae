import fc from 'fast-check';
import * as oauth from 'oauth4webapi';
import t from 'tap';
import { processRevocationResponse } from '../../src/revoke/revocation-response.js';
import { reveal } from '../../src/secret.js';
import { processTokenResponse } from '../../src/token/token-response.js';
import { anyText } from '../any-text.js';
import { readingOf, response } from '../engine.js';

const issuer = 'https://as.example';
const reading = readingOf({ name: 'Oracle', issuer, authorize: { url: `${issuer}/a` }, token: { url: `${issuer}/t` } });
const as: oauth.AuthorizationServer = { issuer };
const client: oauth.Client = { client_id: 'client-1' };
const json = { 'content-type': 'application/json' };

const word = fc.oneof(
  anyText(12),
  fc.constantFrom('Bearer', 'bearer', 'BEARER', '3600', 'read write', '', 'invalid_grant'),
);
const value = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.integer(),
  fc.constantFrom(3600, 0, 59.5, '3600', null, true, [], {}),
);
const member = fc.constantFrom(
  ...['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope', 'error', 'error_description', 'extra'],
);
const right = fc.record(
  {
    access_token: fc.string({ minLength: 1 }),
    token_type: fc.constantFrom('Bearer', 'bearer'),
    expires_in: fc.oneof(fc.integer({ min: 1, max: 1e7 }), fc.constantFrom('3600', 3600.5)),
    refresh_token: fc.string({ minLength: 1 }),
    scope: fc.constantFrom('', 'read', 'read write'),
  },
  { requiredKeys: ['access_token', 'token_type'] },
);
const near = fc.tuple(right, fc.dictionary(member, value, { maxKeys: 2 })).map(([good, odd]) => ({ ...good, ...odd }));
const body = fc.oneof(
  { weight: 3, arbitrary: right.map((one) => JSON.stringify(one)) },
  { weight: 3, arbitrary: near.map((one) => JSON.stringify(one)) },
  fc.dictionary(member, value).map((one) => JSON.stringify(one)),
  fc.json(),
  anyText(),
);
const readers = {
  'a code’s': oauth.processAuthorizationCodeResponse,
  'a refresh’s': oauth.processRefreshTokenResponse,
  'client credentials’': oauth.processClientCredentialsResponse,
};

for (const [name, theirs] of Object.entries(readers))
  t.test(`every token answer that oauth4webapi takes as ${name} is taken, with the same tokens`, async (t) => {
    let taken = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 200, 200, 201, 400, 401, 500), body, async (status, text) => {
        const outcome = response(status, text, json);
        const ours = processTokenResponse(reading, outcome);
        let tokens: oauth.TokenEndpointResponse;
        try {
          tokens = await theirs(as, client, new Response(text, { status, headers: json }));
        } catch (error) {
          if (!(error instanceof oauth.ResponseBodyError)) return;
          refused += 1;
          // An error that they read is the error that we read.
          if (ours.kind !== 'failure' || ours.error !== error.error.slice(0, 64)) throw new Error(`not ${error.error}`);
          return;
        }
        // One difference is meant: many answer 200 with an error, and tokens beside one are not believed.
        if ('error' in tokens && typeof tokens.error === 'string' && tokens.error !== '') return;
        // The other: they take any text for a token; ours holds no control characters, as a header has to carry it.
        if (/\p{Cc}/u.test(tokens.access_token)) return;
        taken += 1;
        if (ours.kind !== 'tokens') throw new Error(`we refuse it: ${JSON.stringify(ours)}`);
        const mine = {
          access_token: reveal(ours.tokens.accessToken),
          refresh_token: ours.tokens.refreshToken && reveal(ours.tokens.refreshToken),
          // An empty one is none.
          ...(tokens.refresh_token === '' ? { refresh_token: '' } : {}),
          token_type: ours.tokens.tokenType.toLowerCase(),
          scope: ours.scopes?.join(' '),
        };
        const { access_token, refresh_token, token_type, scope } = tokens;
        const wanted = { access_token, refresh_token, token_type, scope: scope?.split(/\s+/).filter(Boolean) };
        const yours = { ...wanted, scope: wanted.scope && [...new Set(wanted.scope)].join(' ') };
        if (JSON.stringify(mine) !== JSON.stringify(yours)) throw new Error(`${JSON.stringify([mine, yours])}`);
        // Of a text they read what a number begins with (`3600s`); to us such a text tells nothing.
        const told: unknown = JSON.parse(text).expires_in;
        const isNumber = typeof told === 'number' || (typeof told === 'string' && /^\d+(\.\d+)?$/.test(told));
        if (tokens.expires_in !== undefined && isNumber && ours.expiresInSeconds !== Math.floor(tokens.expires_in))
          throw new Error(`${ours.expiresInSeconds} is not ${tokens.expires_in} seconds`);
      }),
      { numRuns: 1000 },
    );
    t.ok(taken > 100 && refused > 3, `${taken} taken, ${refused} refused`);
  });

t.test('every revocation answer that oauth4webapi takes is a revocation', async (t) => {
  const text = fc.oneof(
    anyText(),
    fc.dictionary(member, value).map((one) => JSON.stringify(one)),
    fc.constant(''),
  );
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(200, 200, 400, 503), text, async (status, text) => {
      const ours = processRevocationResponse(response(status, text, json));
      try {
        await oauth.processRevocationResponse(new Response(text, { status, headers: json }));
      } catch {
        return;
      }
      taken += 1;
      if (ours.kind !== 'revoked') throw new Error(JSON.stringify(ours));
    }),
    { numRuns: 500 },
  );
  t.ok(taken > 100, `${taken} taken`);
});
