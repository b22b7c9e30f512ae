import { type Definition, discoverAuthorizationServer } from '@latchkey/oauth';
import t from 'tap';
import { addConnection, clientMetadata, connect, placeBefore, redirectUri } from './demanding.js';

const clientSecret = 'a secret';

for (const path of ['', '/tenants/one'])
  t.test(`a definition from an issuer ${path === '' ? 'without' : 'with'} a path connects as it is`, async (t) => {
    const place = await placeBefore(
      t,
      () => ({
        clients: [{ ...clientMetadata, client_secret: clientSecret }],
        features: {
          introspection: { enabled: true },
          pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
          revocation: { enabled: true },
          registration: { enabled: true },
        },
      }),
      { path },
    );
    const { issuer, requests } = place.provider;
    const found = await discoverAuthorizationServer(place.ports, issuer);
    if (found.kind !== 'discovered') throw new Error(JSON.stringify(found));
    const { origin } = new URL(issuer);
    const at = path === '' ? '/.well-known/oauth-authorization-server' : `${path}/.well-known/openid-configuration`;
    t.equal(found.metadataUrl, `${origin}${at}`);
    t.match(found.definition, {
      issuer,
      authorize: { url: `${issuer}/auth`, iss: 'required', pushedUrl: `${issuer}/request` },
      token: { url: `${issuer}/token` },
      revoke: { url: `${issuer}/token/revocation` },
      introspect: { url: `${issuer}/token/introspection` },
      registration: { url: `${issuer}/reg` },
    });
    const definition: Definition = { ...found.definition, callback: { redirectUri } };
    const connection = await addConnection(place, definition, clientSecret);
    t.match(await connect(place, connection), { completed: { kind: 'succeeded' } });
    t.ok(requests.some((request) => request.path.endsWith('/request')));
    t.match(await discoverAuthorizationServer(place.ports, `${issuer}/other`), { kind: 'not_found' });
  });
