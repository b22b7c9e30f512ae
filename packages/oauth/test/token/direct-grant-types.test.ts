import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import t from 'tap';
import type { GrantId } from '../../src/ids.js';
import type { HttpRequest } from '../../src/ports.js';
import type { Definition } from '../../src/provider/definition.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { secret } from '../../src/secret.js';
import { grantDirectly } from '../../src/token/grant-directly.js';
import { type MemoryAnswer, memoryWorld } from '../../testing/index.js';
import { claimOnly } from '../flows.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'key-1' });

/** A server that answers with tokens only what `accepts` takes. */
function serverThat(accepts: (form: URLSearchParams, request: HttpRequest) => boolean) {
  let issued = 0;
  return (request: HttpRequest): MemoryAnswer => {
    const isRight = accepts(new URLSearchParams(request.body), request);
    const body = isRight ? { access_token: `at-${++issued}`, expires_in: 3600 } : { error: 'invalid_grant' };
    return { status: isRight ? 200 : 400, headers: {}, body: JSON.stringify(body) };
  };
}

/** Connects a connection of this definition, with secret inputs, then renews it. */
async function connectAndRenew(
  handler: (request: HttpRequest) => MemoryAnswer,
  definition: Definition,
  secretInputs: Readonly<Record<string, string>> = {},
  inputs: Readonly<Record<string, string>> = {},
) {
  const world = memoryWorld(handler);
  const connection = await world.addConnection({ definition, inputs });
  const { organizationId, id: connectionId } = connection;
  const purpose = { organizationId, row: connectionId, field: 'connection_input.value' } as const;
  for (const [name, value] of Object.entries(secretInputs))
    connection.secretInputs = {
      ...connection.secretInputs,
      [name]: await world.vault.seal(purpose, secret(value)),
    };
  const connect = () => grantDirectly(world.ports, { grantId: world.newId() as GrantId, organizationId, connectionId });
  const result = await connect();
  if (result.kind === 'granted') {
    await world.clock.advance(3600 * 0.86 * 1000);
    t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  }
  const forms = world.transport.sent.map(({ request }) => Object.fromEntries(new URLSearchParams(request.body)));
  return { world, connection, result, forms };
}

function decoded(jwt: string) {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    {
      key: createPublicKey({ key: publicKey.export({ format: 'jwk' }) as JsonWebKey, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
    },
    Buffer.from(signature, 'base64url'),
  );
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { isSigned, header: parse(header), claims: parse(claims) };
}

const bearer: Definition = {
  name: 'Bearer',
  issuer: 'https://as.example',
  grantType: 'jwt_bearer',
  inputs: [
    { name: 'user', label: 'User', type: 'text', visibility: 'customer', required: true },
    { name: 'key', label: 'Private key', type: 'secret', visibility: 'customer', required: true },
    { name: 'tenant', label: 'Tenant', type: 'text', visibility: 'customer' },
  ],
  token: { url: 'https://as.example/token', clientAuthentication: 'none' },
  assertion: {
    key: '{key}',
    subject: '{user}',
    lifetime: 120,
    claims: { scope: '{request.scope}', tenant: '{tenant}' },
  },
};

t.test('JWT bearer (RFC 7523 section 2.1): a new signed assertion with each request', async (t) => {
  const seen: ReturnType<typeof decoded>[] = [];
  const server = serverThat((form) => {
    const jwt = decoded(form.get('assertion') ?? '');
    seen.push(jwt);
    return jwt.isSigned && form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  });
  const { world, result, forms, connection } = await connectAndRenew(server, bearer, { key: jwk }, { user: 'ada' });
  t.strictSame(result, { kind: 'granted' });
  t.equal(connection.status, 'active');
  t.strictSame(Object.keys(forms[0] ?? {}).sort(), ['assertion', 'client_id', 'grant_type', 'scope']);
  t.match(seen[0], {
    header: { alg: 'ES256', kid: 'key-1', typ: 'JWT' },
    claims: { iss: 'client-1', sub: 'ada', aud: 'https://as.example', scope: 'read write' },
  });
  const { iat, exp, jti, ...rest } = seen[0]?.claims ?? {};
  t.equal(exp - iat, 120);
  t.notOk('tenant' in rest, 'a claim without a value is left out');
  t.equal(seen.length, 2);
  t.not(seen[1]?.claims.jti, jti, 'never the same one twice');
  t.ok(seen[1]?.claims.iat > iat);
  t.notMatch(JSON.stringify(connection.events), (JSON.parse(jwk) as { d: string }).d);
  t.equal(world.database.grants.get(connection.grantId ?? '')?.hasRefreshToken, 'yes', 'it can always be asked again');
});

t.test('the client secret as the key, and the token endpoint as the audience', async (t) => {
  const { issuer: _, assertion: __, inputs: ___, ...plain } = bearer;
  const world = memoryWorld(serverThat((form) => decoded(form.get('assertion') ?? '').isSigned));
  const row = world.newId();
  const organizationId = world.newId() as never;
  const value = await world.vault.seal({ organizationId, row, field: 'client_secret.value' }, secret(jwk));
  const client = { rowId: world.newId() as never, clientId: 'app', secrets: [{ rowId: row, value }] };
  const connection = await world.addConnection({ definition: plain, organizationId, client });
  const grantId = world.newId() as GrantId;
  t.strictSame(await grantDirectly(world.ports, { grantId, organizationId, connectionId: connection.id }), {
    kind: 'granted',
  });
  const body = new URLSearchParams(world.transport.sent[0]?.request.body);
  t.match(decoded(body.get('assertion') ?? '').claims, { iss: 'app', sub: 'app', aud: 'https://as.example/token' });
  t.notMatch(body.toString(), (JSON.parse(jwk) as { d: string }).d);
});

t.test('the key may be a PKCS#8 PEM, whose id the definition takes from an input', async (t) => {
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const inputs = [...(bearer.inputs ?? []), { name: 'keyId', label: 'Key id', type: 'text', visibility: 'customer' }];
  const definition = { ...bearer, inputs, assertion: { ...bearer.assertion, keyId: '{keyId}' } } as Definition;
  const headers: unknown[] = [];
  const server = serverThat((form) => {
    const { isSigned, header } = decoded(form.get('assertion') ?? '');
    headers.push(header);
    return isSigned;
  });
  const { result } = await connectAndRenew(server, definition, { key: pem }, { user: 'ada', keyId: 'key-7' });
  t.strictSame(result, { kind: 'granted' });
  t.strictSame(headers, Array(2).fill({ alg: 'ES256', typ: 'JWT', kid: 'key-7' }));
});

t.test('a key that cannot sign is told without the key; nothing is sent', async (t) => {
  for (const key of ['canary-not-a-key', '{"kty":"EC","alg":"ES256","crv":"P-256","d":"canary"}', '{"alg":"none"}']) {
    const { world, result } = await connectAndRenew(
      () => ({ status: 500, headers: {}, body: '' }),
      bearer,
      { key },
      { user: 'ada' },
    );
    t.match(result, { kind: 'failed', error: 'client_misconfigured' });
    t.match(result.kind === 'failed' && result.details.cause, /not a private JWK/);
    t.notMatch(JSON.stringify(result), 'canary');
    t.strictSame(world.transport.sent, []);
  }
});

t.test('password (RFC 6749 section 4.3): user name and password from inputs, asked for again', async (t) => {
  const definition: Definition = {
    name: 'Password',
    grantType: 'password',
    inputs: [
      { name: 'user', label: 'User', type: 'text', visibility: 'customer', required: true },
      { name: 'pass', label: 'Password', type: 'secret', visibility: 'customer', required: true },
    ],
    token: { url: 'https://as.example/token', parameters: { username: '{user}', password: '{pass}' } },
  };
  const server = serverThat((form) => form.get('username') === 'ada' && form.get('password') === 'canary pass&word');
  const { result, forms } = await connectAndRenew(server, definition, { pass: 'canary pass&word' }, { user: 'ada' });
  t.strictSame(result, { kind: 'granted' });
  const form = { grant_type: 'password', scope: 'read write', username: 'ada', password: 'canary pass&word' };
  t.strictSame(forms, [form, form]);

  const wrong = await connectAndRenew(server, definition, { pass: 'canary wrong' }, { user: 'ada' });
  t.match(wrong.result, { kind: 'failed', error: 'provider_error', details: { error: 'invalid_grant' } });
  t.notMatch(JSON.stringify(wrong.connection.events), 'canary');
  const missing = await connectAndRenew(server, definition, {}, { user: 'ada' });
  t.match(missing.result, { kind: 'misconfigured', field: 'inputs.pass' });
});

t.test('password with a refresh token where the definition says so', async (t) => {
  const definition: Definition = {
    name: 'Password',
    grantType: 'password',
    token: { url: 'https://as.example/token', parameters: { username: 'ada', password: 'x' } },
    refresh: { by: 'refresh_token' },
  };
  const handler = () => ({
    status: 200,
    headers: {},
    body: '{"access_token":"a","refresh_token":"r","expires_in":3600}',
  });
  const { forms } = await connectAndRenew(handler, definition);
  t.match(forms[1], { grant_type: 'refresh_token', refresh_token: 'r' });
  t.notOk('password' in (forms[1] ?? {}));
});

t.test('a vendor’s own grant type, with its own parameters', async (t) => {
  const definition: Definition = {
    name: 'Vendor',
    grantType: 'client_credentials',
    inputs: [{ name: 'accountId', label: 'Account', type: 'text', visibility: 'customer', required: true }],
    token: {
      url: 'https://as.example/token',
      grantType: 'account_credentials',
      parameters: { account_id: '{accountId}' },
      omit: ['scope'],
    },
  };
  const server = serverThat((form) => form.get('grant_type') === 'account_credentials');
  const { result, forms } = await connectAndRenew(server, definition, {}, { accountId: 'acme' });
  t.strictSame(result, { kind: 'granted' });
  const form = { grant_type: 'account_credentials', account_id: 'acme' };
  t.strictSame(forms, [form, form]);
});
