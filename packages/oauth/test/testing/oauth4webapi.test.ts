import * as oauth from 'oauth4webapi';
import t from 'tap';
import type { RegisteredClient, ScriptableAuthorizationServer } from '../../testing/index.js';
import { basicClient, get, location, postClient, redirectUri, start } from './plain-client.js';

// An independent client: what it accepts is right by RFC 6749, 7009, 7636 and 9207, not only by our own tests.
const insecure = { [oauth.allowInsecureRequests]: true };

function as(server: ScriptableAuthorizationServer): oauth.AuthorizationServer {
  return {
    issuer: server.issuer,
    authorization_endpoint: server.authorizeUrl,
    token_endpoint: server.tokenUrl,
    revocation_endpoint: server.revokeUrl,
    authorization_response_iss_parameter_supported: true,
  };
}

function authentication({ authMethod, clientSecret }: RegisteredClient): oauth.ClientAuth {
  return authMethod === 'client_secret_basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
}

async function connect(server: ScriptableAuthorizationServer, registered: RegisteredClient) {
  const client: oauth.Client = { client_id: registered.clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(server.authorizeUrl);
  const parameters = {
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'read offline_access',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const callback = location(await get(url.href));
  const validated = oauth.validateAuthResponse(as(server), client, callback, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as(server),
    client,
    authentication(registered),
    validated,
    redirectUri,
    verifier,
    insecure,
  );
  return { client, tokens: await oauth.processAuthorizationCodeResponse(as(server), client, response) };
}

async function refresh(server: ScriptableAuthorizationServer, registered: RegisteredClient, token: string | undefined) {
  const client: oauth.Client = { client_id: registered.clientId };
  const clientAuth = authentication(registered);
  const response = await oauth.refreshTokenGrantRequest(as(server), client, clientAuth, token ?? '', insecure);
  return oauth.processRefreshTokenResponse(as(server), client, response);
}

for (const registered of [basicClient, postClient]) {
  t.test(`code with PKCE, rotation, reuse and revocation by ${registered.authMethod}`, async (t) => {
    const server = await start(t, { pkce: 'required' });
    const { client, tokens } = await connect(server, registered);
    t.match(tokens, { token_type: 'bearer', expires_in: 3600, scope: 'read offline_access' });
    t.equal(server.ledger.tokenRequests('authorization_code')[0]?.authenticatedBy, registered.authMethod);

    const second = await refresh(server, registered, tokens.refresh_token);
    t.not(second.refresh_token, tokens.refresh_token);
    const third = await refresh(server, registered, second.refresh_token);
    const protectedAnswer = await oauth.protectedResourceRequest(
      third.access_token,
      'GET',
      new URL(server.apiUrl),
      undefined,
      undefined,
      insecure,
    );
    t.equal(protectedAnswer.status, 200);

    const other = (await connect(server, registered)).tokens;
    const revocation = await oauth.revocationRequest(
      as(server),
      client,
      authentication(registered),
      other.refresh_token ?? '',
      insecure,
    );
    await oauth.processRevocationResponse(revocation);
    t.equal(server.ledger.isLive(other.access_token), false);

    await t.rejects(refresh(server, registered, tokens.refresh_token), {
      name: 'ResponseBodyError',
      error: 'invalid_grant',
      status: 400,
    });
    t.equal(server.ledger.reuseDetected, 1);
    t.same(server.ledger.liveGrants(), []);
    await t.rejects(
      oauth.protectedResourceRequest(third.access_token, 'GET', new URL(server.apiUrl), undefined, undefined, insecure),
      { name: 'WWWAuthenticateChallengeError', status: 401 },
    );
  });
}

t.test('a wrong secret is a challenge', async (t) => {
  const server = await start(t);
  await t.rejects(connect(server, { ...basicClient, clientSecret: 'wrong' }), {
    name: 'WWWAuthenticateChallengeError',
    status: 401,
  });
});

t.test('client credentials', async (t) => {
  const server = await start(t);
  const client = { client_id: postClient.clientId };
  const clientAuth = authentication(postClient);
  const response = await oauth.clientCredentialsGrantRequest(
    as(server),
    client,
    clientAuth,
    { scope: 'jobs' },
    insecure,
  );
  const tokens = await oauth.processClientCredentialsResponse(as(server), client, response);
  t.match(tokens.access_token, /^atc_/);
});

t.test('the client refuses what was bent: iss, state, a denial, a soft error, nonsense', async (t) => {
  const server = await start(t);
  const walks: [Parameters<typeof server.script>[0], RegExp][] = [
    [{ endpoint: 'authorize', fault: { kind: 'wrong_iss', iss: 'https://evil.test' } }, /"iss"/],
    [{ endpoint: 'authorize', fault: { kind: 'drop_iss' } }, /"iss"/],
    [{ endpoint: 'authorize', fault: { kind: 'drop_state' } }, /"state"/],
    [{ endpoint: 'authorize', fault: { kind: 'wrong_state', state: 'x' } }, /"state"/],
    [{ endpoint: 'authorize', fault: { kind: 'deny' } }, /authorization response/],
    [{ endpoint: 'token', fault: { kind: 'error_in_200', error: 'invalid_grant' } }, /access_token/],
    [{ endpoint: 'token', fault: { kind: 'html' } }, /content-type/],
    [{ endpoint: 'token', fault: { kind: 'nonsense' } }, /parse/],
  ];
  for (const [scripted, message] of walks) {
    server.script(scripted);
    await t.rejects(connect(server, basicClient), { message }, scripted.fault.kind);
  }
  t.match((await connect(server, basicClient)).tokens.access_token, /^atc_/);
});
