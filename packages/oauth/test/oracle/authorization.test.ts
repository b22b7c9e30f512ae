import fc from 'fast-check';
import * as oauth from 'oauth4webapi';
import t from 'tap';
import { authorizationRequestUrl } from '../../src/authorize/authorization-request.js';
import { codeChallengeS256 } from '../../src/authorize/pkce.js';
import { isPushing, pushedAuthorizationRequest } from '../../src/authorize/pushed-authorization-request.js';
import { createState } from '../../src/authorize/state.js';
import { readAuthorizationResponse } from '../../src/callback/authorization-response.js';
import { issuerProblem } from '../../src/callback/session-integrity.js';
import { reveal, secret } from '../../src/secret.js';
import { anyText } from '../any-text.js';
import { built, requestPorts, serverOf } from '../engine.js';
import { capturingFetch, meaning, sentBy } from './wire.js';

const issuer = 'https://as.example';
const text = anyText(12).filter((value) => value !== '' && !/[\p{Surrogate}\p{Cc}]/u.test(value));
const situation = fc.record({
  ...{ clientId: text, clientSecret: text, query: fc.constantFrom('', '?tenant=a%20b', '?flag&v=2') },
  redirectUri: fc.webUrl().map((href) => href.replace('http:', 'https:')),
  verifier: fc.stringMatching(/^[A-Za-z0-9._~-]{43,60}$/),
  scopes: fc.uniqueArray(fc.stringMatching(/^[a-z:./_-]{1,12}$/), { maxLength: 3 }),
  extra: fc.dictionary(fc.constantFrom('prompt', 'login_hint', 'audience'), text),
  resource: fc.subarray(['https://a.example/', 'https://b.example/x']),
});

t.test('the authorization request is what RFC 6749 and 7636 make of the same values', async (t) => {
  const state = createState(requestPorts.random, 'eu');
  const endpoint = (query: string) => `${issuer}/authorize${query}`;
  await fc.assert(
    fc.asyncProperty(situation, async (given) => {
      const { clientId, redirectUri, scopes, verifier, extra, resource } = given;
      const parameters = Object.fromEntries(
        Object.entries(extra).map(([name, value]) => [name, value.replace(/[{}]/g, (brace) => brace + brace)]),
      );
      const url = endpoint(given.query);
      const token = { url: `${issuer}/token`, clientAuthentication: 'client_secret_post' } as const;
      const pushedUrl = `${issuer}/par`;
      const server = serverOf({ name: 'Oracle', issuer, authorize: { url, parameters, pushedUrl }, token, resource });
      const { authorize } = server;
      if (!authorize || !isPushing({ ...server, authorize })) throw new Error('it pushes nothing');
      const request = { clientId, redirectUri, scopes, state, codeChallenge: await codeChallengeS256(verifier) };
      const values = { client: { clientId, clientSecret: secret(given.clientSecret) } };
      const ours = authorizationRequestUrl(requestPorts, { ...server, authorize }, request, values);
      if (ours.kind === 'refused') throw new Error(ours.message);

      // As oauth4webapi's own examples build it: the library has no function for it.
      const theirs = new URL(url);
      for (const [name, value] of Object.entries(extra)) theirs.searchParams.set(name, value);
      theirs.searchParams.set('client_id', clientId);
      theirs.searchParams.set('redirect_uri', redirectUri);
      theirs.searchParams.set('response_type', 'code');
      if (scopes.length > 0) theirs.searchParams.set('scope', scopes.join(' '));
      theirs.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(verifier));
      theirs.searchParams.set('code_challenge_method', 'S256');
      theirs.searchParams.set('state', state);
      for (const one of resource) theirs.searchParams.append('resource', one);
      const pairs = (href: string) =>
        JSON.stringify([...new URL(href).searchParams].map(([a, b]) => `${a}=${b}`).sort());
      if (pairs(ours.url) !== pairs(theirs.href)) throw new Error(`${ours.url}\n${theirs.href}`);
      if (new URL(ours.url).pathname !== theirs.pathname || new URL(ours.url).origin !== issuer)
        throw new Error('elsewhere');

      // Pushed, the same parameters go into a body (RFC 9126).
      const { fetch, last } = capturingFetch();
      const as = { issuer, pushed_authorization_request_endpoint: pushedUrl };
      const pushed = new URL(theirs);
      for (const [name] of new URLSearchParams(given.query)) pushed.searchParams.delete(name);
      await oauth.pushedAuthorizationRequest(
        as,
        { client_id: clientId },
        oauth.ClientSecretPost(given.clientSecret),
        pushed.searchParams,
        { [oauth.customFetch]: fetch as never },
      );
      const pushing = { ...server, authorize: { ...authorize, pushedUrl } };
      const mine = meaning(sentBy(await built(pushedAuthorizationRequest(requestPorts, pushing, request, values))));
      if (JSON.stringify(mine) !== JSON.stringify(meaning(last())))
        throw new Error(`we push ${JSON.stringify(mine)}\nthey push ${JSON.stringify(meaning(last()))}`);
    }),
    { numRuns: 150 },
  );
  t.pass();
});

t.test('every callback that oauth4webapi takes is taken, with the same code or error', async (t) => {
  const state = createState(requestPorts.random, 'eu');
  const server = serverOf({
    ...{ name: 'Oracle', issuer, authorize: { url: `${issuer}/a`, iss: 'required' }, token: { url: `${issuer}/t` } },
  });
  const as = { issuer, authorization_response_iss_parameter_supported: true };
  const value = fc.oneof(fc.constantFrom(issuer, state, 'access_denied', '', 'c-1'), text);
  const pair = fc.tuple(fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'shop', 'scope'), value);
  const near = fc
    .array(pair, { maxLength: 3 })
    .map((more) => [['state', state], ['iss', issuer], ['code', 'c-2'], ...more]);
  const callback = fc.oneof(fc.array(pair, { maxLength: 6 }), near) as fc.Arbitrary<[string, string][]>;
  let codes = 0;
  let errors = 0;
  fc.assert(
    fc.property(callback, (pairs) => {
      const parameters = new URLSearchParams(pairs);
      const ours = readAuthorizationResponse(pairs);
      try {
        const taken = oauth.validateAuthResponse(as, { client_id: 'client-1' }, parameters, state);
        const code = taken.get('code');
        // They leave it to their caller to look for a code, and look for repetitions (RFC 6749 section 3.1) later.
        if (!code || new Set(parameters.keys()).size < pairs.length) return;
        codes += 1;
        if (ours.kind !== 'code' || reveal(ours.code) !== code || ours.state !== state)
          throw new TypeError('not taken');
        if (issuerProblem(server, ours.iss)) throw new TypeError('another issuer');
      } catch (error) {
        if (error instanceof TypeError) throw error;
        if (!(error instanceof oauth.AuthorizationResponseError)) return;
        if (new Set(parameters.keys()).size < pairs.length) return;
        errors += 1;
        if (ours.kind !== 'error' || ours.error !== error.error) throw new TypeError(`not the error ${error.error}`);
      }
    }),
    { numRuns: 2000 },
  );
  t.ok(codes > 50 && errors > 20, `${codes} codes and ${errors} errors were taken`);
});
