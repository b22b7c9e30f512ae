import { createHmac, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import t, { type Test } from 'tap';
import type { ClientAuthentication } from '../../src/provider/definition.js';
import { reveal, secret } from '../../src/secret.js';
import { authenticateClient } from '../../src/token/client-authentication.js';
import { endpointRequest } from '../../src/token/endpoint-request.js';
import type { TokenSet } from '../../src/token/token-set.js';
import { built, epochMs, form, plain, requestPorts, serverOf } from '../engine.js';

const clientId = 'id:1 ü';
const text = 's3cret: +ü';
const tokens: TokenSet = { accessToken: secret('at/1'), tokenType: 'Bearer', members: secret('{}') };

/** The request to a token endpoint with this authentication, and what it holds of it. */
async function sent(clientAuthentication: ClientAuthentication, clientSecret = text, more: object = {}) {
  const server = serverOf({ ...plain, token: { ...plain.token, clientAuthentication, ...more } });
  const values = { client: { clientId, clientSecret: secret(clientSecret) }, tokens };
  const request = await built(endpointRequest(requestPorts, server.token, values, [], server.issuer));
  return { request, header: request.headers.authorization, body: Object.fromEntries(form(request.body)) };
}
const base64 = (value: string) => Buffer.from(value).toString('base64');
const decoded = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

t.test('each way to prove a client puts the proof where it belongs, and nowhere else', async (t) => {
  const formEncoded = base64('id%3A1+%C3%BC:s3cret%3A+%2B%C3%BC');
  const table: Partial<Record<ClientAuthentication, readonly [header: string | undefined, body: object]>> = {
    client_secret_basic: [`Basic ${formEncoded}`, {}],
    client_secret_basic_raw: [`Basic ${base64(`${clientId}:${text}`)}`, {}],
    client_secret_post: [undefined, { client_id: clientId, client_secret: text }],
    secret_as_user_name: [`Basic ${base64(`${text}:`)}`, {}],
    bearer_secret: [`Bearer ${text}`, {}],
    bearer_token: ['Bearer at/1', {}],
    none: [undefined, { client_id: clientId }],
    tls_client_auth: [undefined, { client_id: clientId }],
  };
  for (const [method, [header, body]] of Object.entries(table)) {
    const found = await sent(method as ClientAuthentication);
    t.equal(found.header, header, method);
    t.strictSame(found.body, body, method);
    t.notMatch(found.request.url, /s3cret|at\/1/, 'never in the URL');
    const { clientCertificate: certificate } = found.request;
    t.equal(certificate && reveal(certificate), method === 'tls_client_auth' ? text : undefined, 'RFC 8705');
  }
});

t.test('the scheme word is the definition’s', async (t) => {
  const authorizationScheme = 'Token';
  for (const method of ['client_secret_basic', 'client_secret_basic_raw', 'bearer_secret', 'bearer_token'] as const) {
    const usual = (await sent(method)).header ?? '';
    t.equal((await sent(method, text, { authorizationScheme })).header, usual.replace(/^\w+/, 'Token'), method);
  }
});

t.test('a public client and a missing token prove nothing', async (t) => {
  const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth', 'none'] as const;
  for (const clientAuthentication of methods)
    t.strictSame(
      await authenticateClient(requestPorts, { clientId }, { clientAuthentication, audience: 'https://as.example' }),
      { headers: {}, parameters: [['client_id', clientId]] },
      clientAuthentication,
    );
  const bearer = { clientAuthentication: 'bearer_token', audience: 'https://as.example' } as const;
  t.strictSame(await authenticateClient(requestPorts, { clientId }, bearer), { headers: {}, parameters: [] });
});

/** The parts of the assertion that a request carries; its other parameters are checked here. */
function assertionOf(t: Test, body: Readonly<Record<string, string>>) {
  const { client_assertion: assertion = '', ...rest } = body;
  t.strictSame(rest, {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
  const [header, payload, signature] = assertion.split('.');
  return {
    header: decoded(header),
    claims: decoded(payload),
    input: `${header}.${payload}`,
    signature: signature ?? '',
  };
}

t.test('the claims of an assertion (RFC 7523 section 3)', async (t) => {
  const first = assertionOf(t, (await sent('client_secret_jwt')).body);
  const { jti, ...claims } = first.claims;
  t.strictSame(claims, {
    ...{ iss: clientId, sub: clientId, aud: 'https://as.example' },
    ...{ iat: epochMs / 1000, exp: epochMs / 1000 + 60 },
  });
  t.match(jti, /^[\w-]{22}$/);
  t.not(assertionOf(t, (await sent('client_secret_jwt')).body).claims.jti, jti, 'never used twice');
  const { issuer: _, ...nameless } = plain;
  const server = serverOf({
    ...nameless,
    token: { url: 'https://as.example/token?a=b', clientAuthentication: 'client_secret_jwt' },
  });
  const request = await built(
    endpointRequest(requestPorts, server.token, { client: { clientId, clientSecret: secret(text) } }, []),
  );
  const { claims: unnamed } = assertionOf(t, Object.fromEntries(form(request.body)));
  t.equal(unnamed.aud, 'https://as.example/token?a=b', 'without an issuer: the URL that is posted to');
});

t.test('client_secret_jwt is signed with HS256', async (t) => {
  const { header, input, signature } = assertionOf(t, (await sent('client_secret_jwt')).body);
  t.strictSame(header, { alg: 'HS256', typ: 'JWT' });
  t.equal(signature, createHmac('sha256', text).update(input).digest('base64url'));
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ec384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const jwkOf = (key: KeyObject, more: object) => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

const pemOf = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();

t.test('a private key may be PKCS#8 in PEM, however it was pasted', async (t) => {
  const kinds = [
    ['RS256', 'sha256', rsa],
    ['ES256', 'sha256', ec],
    ['ES384', 'sha384', ec384],
  ] as const;
  for (const [alg, hash, pair] of kinds) {
    const pem = pemOf(pair.privateKey);
    for (const pasted of [pem, pem.replaceAll('\n', ''), pem.replaceAll('\n', '\r\n'), pem.replaceAll('\n', '\\n')]) {
      const { header, input, signature } = assertionOf(t, (await sent('private_key_jwt', pasted)).body);
      t.strictSame(header, { alg, typ: 'JWT' });
      const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' as const };
      t.ok(verify(hash, Buffer.from(input), key, Buffer.from(signature, 'base64url')), alg);
    }
  }
  const pem = pemOf(ec.privateKey);
  const server = serverOf({ ...plain, token: { ...plain.token, parameters: { key: '{client.secret}' } } });
  const values = { client: { clientId, clientSecret: secret(pem) } };
  const never = await endpointRequest(requestPorts, server.token, values, [], server.issuer);
  t.match(never, { kind: 'refused', message: /private key, which is never sent/ });
  t.notMatch(JSON.stringify(never), 'BEGIN');
  const certified = await sent('tls_client_auth', `-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n${pem}`, {
    parameters: { key: '{client.secret}' },
  });
  t.strictSame(certified.body, { client_id: clientId }, 'a certificate’s key is for the handshake alone');
  t.match(reveal(certified.request.clientCertificate ?? secret('')), 'BEGIN PRIVATE KEY');
});

t.test('a client secret that is itself a signed JWT is made anew for each request', async (t) => {
  const definition = {
    ...plain,
    inputs: [
      { name: 'team', label: 'Team', type: 'text', visibility: 'organization' },
      { name: 'keyId', label: 'Key id', type: 'text', visibility: 'organization' },
    ],
    client: {
      signedSecret: { keyId: '{keyId}', issuer: '{team}', subject: '{client.id}', audience: 'https://id.example' },
    },
    token: { ...plain.token, clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://as.example/revoke' },
  } as const;
  const inputs = { team: 'TEAM1', keyId: 'KEY1' };
  const server = serverOf(definition, inputs);
  const values = { client: { clientId, clientSecret: secret(pemOf(ec.privateKey)) }, tokens };
  const jtis = new Set<unknown>();
  for (const endpoint of [server.token, server.refresh, server.revoke ?? server.token]) {
    const request = await built(endpointRequest(requestPorts, endpoint, values, [], server.issuer));
    const { client_id, client_secret: jwt = '' } = Object.fromEntries(form(request.body));
    t.equal(client_id, clientId);
    const [head = '', claims = '', signature = ''] = jwt.split('.');
    t.strictSame(decoded(head), { alg: 'ES256', typ: 'JWT', kid: 'KEY1' });
    const { jti, ...rest } = decoded(claims);
    const iat = Math.floor(epochMs / 1000);
    t.strictSame(rest, { iss: 'TEAM1', sub: clientId, aud: 'https://id.example', iat, exp: iat + 300 });
    jtis.add(jti);
    const key = { key: ec.publicKey, dsaEncoding: 'ieee-p1363' as const };
    t.ok(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')));
  }
  t.equal(jtis.size, 3);
  const minting = serverOf({ ...definition, token: { ...plain.token, clientAuthentication: 'bearer_secret' } }, inputs);
  const minted = await built(endpointRequest(requestPorts, minting.token, values, [], server.issuer));
  t.match(minted.headers.authorization, /^Bearer eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
  const wrong = { client: { clientId, clientSecret: secret('canary') } };
  const refused = await endpointRequest(requestPorts, server.token, wrong, [], server.issuer);
  t.match(refused, { kind: 'refused', message: /client secret cannot be made: the assertion cannot be signed/ });
  t.notMatch(JSON.stringify(refused), 'canary');
});

t.test('private_key_jwt is signed with the key, by its alg', async (t) => {
  const hashes = {
    RS256: 'sha256',
    RS384: 'sha384',
    RS512: 'sha512',
    PS256: 'sha256',
    ES256: 'sha256',
    ES384: 'sha384',
  };
  const keys = { RS256: rsa, RS384: rsa, RS512: rsa, PS256: rsa, ES256: ec, ES384: ec384 };
  for (const [alg, pair] of Object.entries(keys) as [keyof typeof keys, typeof rsa][]) {
    const jwk = jwkOf(pair.privateKey, { alg, kid: `key ${alg}`, use: 'sig', key_ops: ['sign', 'verify'] });
    const { header, input, signature } = assertionOf(t, (await sent('private_key_jwt', jwk)).body);
    t.strictSame(header, { alg, kid: `key ${alg}`, typ: 'JWT' });
    const key = {
      key: pair.publicKey,
      ...(alg.startsWith('PS') ? { padding: 6, saltLength: 32 } : {}), // RSA_PKCS1_PSS_PADDING; RFC 7518 section 3.5
      ...(alg.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' as const } : {}), // RFC 7518 section 3.4
    };
    t.ok(verify(hashes[alg], Buffer.from(input), key, Buffer.from(signature, 'base64url')), alg);
    t.notOk(verify(hashes[alg], Buffer.from(`${input}x`), key, Buffer.from(signature, 'base64url')), 'and only that');
  }
  const nameless = await sent('private_key_jwt', jwkOf(ec.privateKey, { alg: 'ES256' }));
  t.strictSame(assertionOf(t, nameless.body).header, { alg: 'ES256', typ: 'JWT' }, 'without a kid there is none');
});

t.test('a key that cannot sign is the vendor’s to mend: nothing is sent, nothing of it is told', async (t) => {
  const server = serverOf({ ...plain, token: { ...plain.token, clientAuthentication: 'private_key_jwt' } });

  const unusable = {
    'no JSON': 'canary',
    'a PEM of PKCS#1': rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
    'an encrypted PEM': ec.privateKey
      .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString(),
    'a PEM of another kind of key': pemOf(generateKeyPairSync('ed25519').privateKey),
    'a PEM cut short': pemOf(ec.privateKey).replace(/.{20}\n-----END/, '\n-----END'),
    'a PEM of nothing': '-----BEGIN PRIVATE KEY-----=-----END PRIVATE KEY-----',
    'no alg': jwkOf(rsa.privateKey, {}),
    'an unknown alg': jwkOf(rsa.privateKey, { alg: 'none' }),
    'an inherited alg': jwkOf(rsa.privateKey, { alg: 'constructor' }),
    'a public key': jwkOf(rsa.publicKey, { alg: 'RS256' }),
    'another kind of key': jwkOf(ec.privateKey, { alg: 'RS256' }),
    'another curve': jwkOf(ec384.privateKey, { alg: 'ES256' }),
    'half a key': jwkOf(rsa.privateKey, { alg: 'RS256', n: undefined }),
    'a symmetric key': JSON.stringify({ kty: 'oct', k: 'canary', alg: 'HS256' }),
    ...{ null: 'null', 'a list': '[]', 'a number': '5' },
  };
  for (const [name, jwk] of Object.entries(unusable)) {
    const values = { client: { clientId, clientSecret: secret(jwk) } };
    const result = await endpointRequest(requestPorts, server.token, values, [], server.issuer);
    t.match(result, { kind: 'refused', message: /not a private JWK whose alg is one of RS256/ }, name);
    t.notMatch(JSON.stringify(result), /canary|PRIVATE|"d"/);
  }
});
