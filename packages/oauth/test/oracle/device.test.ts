import fc from 'fast-check';
import * as oauth from 'oauth4webapi';
import t from 'tap';
import { deviceAuthorizationRequest } from '../../src/device/device-authorization-request.js';
import { processDeviceAuthorizationResponse } from '../../src/device/device-authorization-response.js';
import type { ClientAuthentication } from '../../src/provider/definition.js';
import { reveal, secret } from '../../src/secret.js';
import { deviceAccessTokenRequest } from '../../src/token/token-request.js';
import { anyText } from '../any-text.js';
import { built, requestPorts, response, serverOf } from '../engine.js';
import { capturingFetch, meaning, sentBy } from './wire.js';

const issuer = 'https://as.example';
const text = anyText(20).filter((value) => value !== '' && !/[\p{Surrogate}\p{Cc}]/u.test(value));
const situation = fc.record({
  ...{ clientId: text, clientSecret: text },
  deviceCode: fc.stringMatching(/^[\x20-\x7e]{1,40}$/),
  query: fc.constantFrom('', '?tenant=a%20b', '?v=2&x='),
  scopes: fc.array(fc.stringMatching(/^[a-z:./_-]{1,12}$/), { maxLength: 3 }),
});
const ways: readonly (readonly [ClientAuthentication, (clientSecret: string) => oauth.ClientAuth])[] = [
  ['client_secret_basic', oauth.ClientSecretBasic],
  ['client_secret_post', oauth.ClientSecretPost],
  ['client_secret_jwt', (key) => oauth.ClientSecretJwt(key)],
  ['none', oauth.None],
];

for (const [method, proof] of ways)
  t.test(`device authorization and token requests, with ${method}`, async (t) => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ clientId, clientSecret, deviceCode, query, scopes }) => {
        const at = (path: string) => `${issuer}/${path}${query}`;
        const server = serverOf({
          ...{ name: 'Conforming', issuer, grantType: 'device_code', device: { url: at('device') } },
          token: { url: at('token'), clientAuthentication: method },
        });
        const { device } = server;
        if (!device) throw new Error('there is no device endpoint');
        const as = { issuer, token_endpoint: at('token'), device_authorization_endpoint: at('device') };
        const client = { client_id: clientId };
        const values = { client: { clientId, clientSecret: secret(clientSecret) } };
        const { fetch, last } = capturingFetch();
        const options = { [oauth.customFetch]: fetch as never };
        const compare = async (ours: Parameters<typeof built>[0]) => {
          const [mine, theirs] = [meaning(sentBy(await built(ours))), meaning(last())].map((one) =>
            JSON.stringify(one),
          );
          if (mine !== theirs) throw new Error(`we send ${mine}\nthey send ${theirs}`);
        };
        const parameters = scopes.length > 0 ? { scope: scopes.join(' ') } : {};
        await oauth.deviceAuthorizationRequest(as, client, proof(clientSecret), parameters, options);
        await compare(deviceAuthorizationRequest(requestPorts, { ...server, device }, values, scopes));
        await oauth.deviceCodeGrantRequest(as, client, proof(clientSecret), deviceCode, options);
        await compare(deviceAccessTokenRequest(requestPorts, server, values, secret(deviceCode)));
      }),
      { numRuns: 60 },
    );
    t.pass();
  });

t.test(
  'every device authorization answer that oauth4webapi takes is taken, but for what nobody should be shown',
  async (t) => {
    const uri = fc
      .tuple(fc.constantFrom('https://a.example', 'https://A.example:8443/x', 'https://é.example'), anyText(8))
      .map(([base, rest]) => `${base}/${encodeURIComponent(rest.replace(/\p{Surrogate}/gu, ''))}`);
    const right = {
      device_code: anyText(20).filter((code) => code !== ''),
      user_code: fc.constantFrom('WDJB-MJHT', '123456', 'A'),
      verification_uri: uri,
      expires_in: fc.constantFrom(1, 60, 1800, '900', 0.5, 1e9),
    };
    const odd = fc.oneof(anyText(12), fc.constantFrom(null, 0, '', [], true));
    const optional = {
      verification_uri_complete: uri,
      interval: fc.constantFrom(1, 5, 0.1),
    };
    const any = fc.record({ ...right, ...optional }, { requiredKeys: [] });
    const body = fc
      .tuple(any, fc.dictionary(fc.constantFrom(...Object.keys({ ...right, ...optional })), odd, { maxKeys: 1 }))
      .map(([good, wrong]) => JSON.stringify({ ...good, ...wrong }));
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 200, 200, 400), body, async (status, text) => {
        const headers = { 'content-type': 'application/json' };
        let theirs: oauth.DeviceAuthorizationResponse;
        try {
          const answer = new Response(text, { status, headers });
          theirs = await oauth.processDeviceAuthorizationResponse({ issuer }, { client_id: 'c' }, answer);
        } catch {
          return;
        }
        const ours = processDeviceAuthorizationResponse({ response: {} }, `${issuer}/device`, response(status, text));
        const shown = [theirs.verification_uri, theirs.verification_uri_complete ?? 'https://none.example/'];
        const isShowable = shown.every((uri) => /^https:\/\/[^\s\\@/]+(\/|$)/.test(uri) && URL.canParse(uri));
        // Of a text they read what a number begins with (`60s`), and they take codes that are over when they come.
        const told: unknown = JSON.parse(text).expires_in;
        const isTold = typeof told === 'number' ? told > 0 : /^\d*[1-9]\d*$/.test(String(told));
        if (!isShowable || !isTold || !/^[A-Z0-9-]+$/.test(theirs.user_code)) return;
        taken += 1;
        if (ours.kind !== 'codes') throw new Error(`we refuse it: ${JSON.stringify(ours)}`);
        if (reveal(ours.deviceCode) !== theirs.device_code || ours.userCode !== theirs.user_code)
          throw new Error('other codes');
        if (new URL(theirs.verification_uri).href !== ours.verificationUri) throw new Error('another address');
      }),
      { numRuns: 1000 },
    );
    t.ok(taken > 50, `${taken} taken`);
  },
);
