import fc from 'fast-check';
import t from 'tap';
import { discoverAuthorizationServer, metadataUrls } from '../../src/provider/discovery.js';
import { readServerMetadata } from '../../src/provider/server-metadata.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { memoryWorld } from '../../testing/index.js';

const issuer = 'https://as.example/tenant-1';
const full = {
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post', 'weird'],
  revocation_endpoint: 'https://as.example/revoke',
  revocation_endpoint_auth_methods_supported: ['client_secret_basic'],
  introspection_endpoint: 'https://as.example/introspect',
  pushed_authorization_request_endpoint: 'https://as.example/par',
  registration_endpoint: 'https://as.example/register',
  code_challenge_methods_supported: ['plain', 'S256'],
  authorization_response_iss_parameter_supported: true,
  response_types_supported: ['code'],
  scopes_supported: ['openid', 'openid', 'two words', 'things:read'],
};

/** Servers that answer these documents at these URLs, and 404 elsewhere. */
function worldOf(documents: Readonly<Record<string, unknown>>) {
  return memoryWorld(({ url }) =>
    Object.hasOwn(documents, url)
      ? { status: 200, body: JSON.stringify(documents[url]) }
      : { status: 404, body: '<html>' },
  );
}

t.test('the well-known URLs of RFC 8414 section 3.1 and OpenID Connect Discovery section 4', async (t) => {
  t.strictSame(metadataUrls('https://as.example'), [
    'https://as.example/.well-known/oauth-authorization-server',
    'https://as.example/.well-known/openid-configuration',
  ]);
  t.strictSame(metadataUrls('https://as.example/'), metadataUrls('https://as.example'));
  t.strictSame(metadataUrls('https://as.example:8443/a/b/'), [
    'https://as.example:8443/.well-known/oauth-authorization-server/a/b',
    'https://as.example:8443/a/b/.well-known/openid-configuration',
    'https://as.example:8443/.well-known/openid-configuration/a/b',
  ]);
});

t.test('everything that metadata can say for a definition', async (t) => {
  const read = readServerMetadata(issuer, JSON.stringify(full));
  t.strictSame(read, {
    kind: 'metadata',
    definition: {
      name: 'as.example',
      issuer,
      authorize: { url: 'https://as.example/authorize', iss: 'required', pushedUrl: 'https://as.example/par' },
      token: { url: 'https://as.example/token', clientAuthentication: 'client_secret_post' },
      revoke: { url: 'https://as.example/revoke', clientAuthentication: 'client_secret_basic' },
      introspect: { url: 'https://as.example/introspect' },
      registration: { url: 'https://as.example/register' },
      scopes: [{ scope: 'openid' }, { scope: 'things:read' }],
    },
    notes: ['The token endpoint also takes the client authentication private_key_jwt, weird.'],
  });
});

t.test('what is not said is as RFC 8414 says, and told', async (t) => {
  const { authorization_endpoint, token_endpoint } = full;
  const least = readServerMetadata(issuer, JSON.stringify({ issuer, authorization_endpoint, token_endpoint }));
  t.match(least, { definition: { token: { url: token_endpoint } }, notes: [/PKCE is not announced/] });
  t.notOk(least.kind === 'metadata' && least.definition.token.clientAuthentication, 'client_secret_basic');
  const plain = { ...full, code_challenge_methods_supported: ['plain'] };
  t.match(readServerMetadata(issuer, JSON.stringify(plain)), { definition: { authorize: { pkce: 'plain' } } });
  const machine = { issuer, token_endpoint, grant_types_supported: ['client_credentials'] };
  t.match(readServerMetadata(issuer, JSON.stringify(machine)), { definition: { grantType: 'client_credentials' } });
});

t.test('where only a client certificate is taken, the hosts for it are called (RFC 8705 section 5)', async (t) => {
  const mtls = 'https://mtls.as.example';
  const mtls_endpoint_aliases = {
    ...{ token_endpoint: `${mtls}/token`, revocation_endpoint: `${mtls}/revoke` },
    ...{ authorization_endpoint: 'https://evil.example', issuer: 'https://evil.example' },
  };
  const methods = { token_endpoint_auth_methods_supported: ['tls_client_auth'] };
  const read = readServerMetadata(issuer, JSON.stringify({ ...full, ...methods, mtls_endpoint_aliases }));
  t.match(read, {
    definition: {
      ...{ issuer, authorize: { url: full.authorization_endpoint } },
      token: { url: `${mtls}/token`, clientAuthentication: 'tls_client_auth' },
      ...{ revoke: { url: `${mtls}/revoke` }, introspect: { url: full.introspection_endpoint } },
    },
  });
  const secret = readServerMetadata(issuer, JSON.stringify({ ...full, mtls_endpoint_aliases }));
  t.match(secret, { definition: { token: { url: full.token_endpoint } } }, 'not where a secret is sent');
  const bad = { token_endpoint: 'http://mtls.as.example/token' };
  t.match(readServerMetadata(issuer, JSON.stringify({ ...full, ...methods, mtls_endpoint_aliases: bad })), {
    kind: 'refused',
    problem: /token_endpoint that is not https/,
  });
});

t.test('what cannot be trusted or used is refused, with the reason', async (t) => {
  const cases: readonly (readonly [RegExp, unknown])[] = [
    [/no JSON object/, '<html>'],
    [/no JSON object/, []],
    [/names no issuer/, { ...full, issuer: undefined }],
    [/of the issuer https:\/\/evil.example, not/, { ...full, issuer: 'https://evil.example' }],
    [/not of the one asked for/, { ...full, issuer: `${issuer}/` }],
    [/no token_endpoint/, { ...full, token_endpoint: undefined }],
    [/token_endpoint that is not https/, { ...full, token_endpoint: 'http://as.example/token' }],
    [/token_endpoint that is not https/, { ...full, token_endpoint: 'http://127.0.0.1/token' }],
    [/revocation_endpoint that has user info/, { ...full, revocation_endpoint: 'https://a:b@as.example/r' }],
    [/authorization_endpoint that is no URL/, { ...full, authorization_endpoint: '/authorize' }],
    [/introspection_endpoint that is no text/, { ...full, introspection_endpoint: 7 }],
    [/makes no definition: token.url/, { ...full, token_endpoint: 'https://as.example/{tenant}/token' }],
  ];
  for (const [problem, document] of cases) {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    t.match(readServerMetadata(issuer, text), { kind: 'refused', problem }, String(problem));
  }
  const local = 'http://127.0.0.1:4300';
  const served = { issuer: local, authorization_endpoint: `${local}/a`, token_endpoint: `${local}/t` };
  t.match(readServerMetadata(local, JSON.stringify(served)), { kind: 'metadata' }, 'http on its own loopback host');
});

t.test('the first usable document counts; else every place is named with what was wrong', async (t) => {
  const [oauth = '', openid = '', inserted = ''] = metadataUrls(issuer);
  for (const url of [oauth, openid, inserted]) {
    const { ports } = worldOf({ [url]: full });
    t.match(await discoverAuthorizationServer(ports, issuer), { kind: 'discovered', metadataUrl: url });
  }
  const both = worldOf({ [oauth]: { ...full, issuer: 'https://as.example' }, [openid]: full });
  t.match(await discoverAuthorizationServer(both.ports, issuer), { kind: 'discovered', metadataUrl: openid });
  const none = worldOf({});
  none.transport.passage = ({ url }) => (url === openid ? { kind: 'refused' } : { kind: 'delivered' });
  t.strictSame(await discoverAuthorizationServer(none.ports, issuer), {
    kind: 'not_found',
    attempts: [
      { url: oauth, problem: 'answered with status 404' },
      { url: openid, problem: 'was not answered: ECONNREFUSED' },
      { url: inserted, problem: 'answered with status 404' },
    ],
  });
  for (const wrong of [
    'as.example',
    'https://as.example?x',
    'http://as.example',
    'https://a:b@as.example',
    'ftp://x',
  ]) {
    const { ports, transport } = worldOf({});
    t.match(await discoverAuthorizationServer(ports, wrong), { kind: 'invalid_issuer' }, wrong);
    t.equal(transport.sent.length, 0);
  }
});

t.test('whatever a server sends, reading ends, and what it gives is a valid definition', async () => {
  const member = fc.constantFrom(...Object.keys(full), '__proto__', 'jwks_uri');
  const value = fc.oneof(
    fc.webUrl(),
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom(...Object.values(full)),
    fc.string({ unit: 'binary' }),
  );
  const document = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(member, value).map((members) => JSON.stringify({ ...full, ...members }) ?? ''),
  );
  fc.assert(
    fc.property(document, (text) => {
      const read = readServerMetadata(issuer, text);
      return read.kind === 'refused' || validateDefinition(read.definition).kind === 'definition';
    }),
    { numRuns: 10_000 },
  );
});
