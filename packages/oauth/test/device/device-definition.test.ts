import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { readServerMetadata } from '../../src/provider/server-metadata.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { clientRegistrationRequest } from '../../src/register/registration-request.js';
import { serverOf } from '../engine.js';

const definition: Definition = {
  name: 'Lamp',
  grantType: 'device_code',
  device: { url: 'https://as.example/device_authorization' },
  token: { url: 'https://as.example/token' },
};

/** The fields of a definition's problems, with what is wrong. */
function problems(change: object): readonly string[] {
  const validated = validateDefinition({ ...definition, ...change });
  return validated.kind === 'definition'
    ? []
    : validated.problems.map(({ field, messages }) => `${field}: ${messages.join('; ')}`);
}

t.test('a device definition needs its endpoint, and has no page to consent at', async (t) => {
  t.strictSame(problems({}), []);
  const { device: _, ...without } = definition;
  const validated = validateDefinition(without);
  t.match(validated, { kind: 'invalid', problems: [{ field: 'device', messages: [/^is required/] }] });
  t.match(problems({ authorize: { url: 'https://as.example/a' } }), [/^authorize: is not used by .* device_code/]);
  t.match(problems({ grantType: 'client_credentials' }), [/^device: is not used by .* client_credentials/]);
  const both = { grantType: 'authorization_code', authorize: { url: 'https://as.example/a' } };
  t.strictSame(problems(both), [], 'it may stand beside authorize, for whoever chooses');
  t.equal(serverOf({ ...definition, ...both } as Definition).device, undefined, 'and is then not used');
});

t.test('what it may say is as strict as elsewhere', async (t) => {
  const device = definition.device as NonNullable<Definition['device']>;
  const saying = (change: object) => problems({ device: { ...device, ...change } });
  t.match(saying({ parameters: { client_id: 'another' } }), [/^device\.parameters\.client_id: may only be/]);
  t.match(saying({ parameters: { x: '{request.redirect_uri}' } }), [/what can stand here is/]);
  t.match(saying({ url: 'https://{client.secret}.example/' }), [/^device\.url: must not let/]);
  t.match(saying({ errors: { declined: 'no' } }), [/^device\.errors\.declined: must be one of/]);
  t.match(saying({ answer: {} }), [/^device\.answer: is not known here/]);
  t.match(problems({ token: { url: 'https://as.example/token', parameters: { device_code: 'x' } } }), [
    /^token\.parameters\.device_code: is set by Latchkey itself/,
  ]);
});

t.test('the device endpoint takes over how the client proves itself, and the URN is the grant type', async (t) => {
  const server = serverOf({
    ...definition,
    inputs: [{ name: 'shop', label: 'Shop', type: 'text', visibility: 'customer', default: 'acme' }],
    device: { url: 'https://{shop}.as.example/device', errors: { declined: 'access_denied' } },
    token: {
      ...{ url: 'https://as.example/token', clientAuthentication: 'client_secret_post' },
      ...{ headers: { 'x-v': '2' }, names: { client_id: 'app' }, parameters: { only: 'token' } },
    },
  });
  t.match(server.device, {
    url: ['https://acme.as.example/device'],
    clientAuthentication: 'client_secret_post',
    headers: { 'x-v': ['2'] },
    names: { client_id: 'app' },
    errors: { declined: 'access_denied' },
    response: {},
  });
  t.strictSame(server.device?.parameters, {});
  t.equal(server.token.grantType, 'urn:ietf:params:oauth:grant-type:device_code');
  t.equal(server.refresh.grantType, 'refresh_token');
});

t.test('discovery (RFC 8414) fills it', async (t) => {
  const issuer = 'https://as.example';
  const members = {
    issuer,
    token_endpoint: `${issuer}/token`,
    device_authorization_endpoint: `${issuer}/device`,
    grant_types_supported: ['client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'],
  };
  t.match(readServerMetadata(issuer, JSON.stringify(members)), {
    definition: { grantType: 'device_code', device: { url: `${issuer}/device` } },
    notes: [],
  });
  const both = { ...members, authorization_endpoint: `${issuer}/authorize` };
  const read = readServerMetadata(issuer, JSON.stringify(both));
  t.match(read, { definition: { authorize: { url: `${issuer}/authorize` }, device: { url: `${issuer}/device` } } });
  t.match(read, { notes: [/PKCE/, /Device codes are supported too/] });
  t.equal(read.kind === 'metadata' && read.definition.grantType, undefined);
  const hostile = { ...members, device_authorization_endpoint: 'http://as.example/device' };
  t.match(readServerMetadata(issuer, JSON.stringify(hostile)), {
    kind: 'refused',
    problem: /device_authorization_endpoint/,
  });
});

t.test('a client is registered for it (RFC 7591)', async (t) => {
  const wanted = { clientName: 'L', redirectUri: 'https://l.example/cb', jwksUri: 'https://l.example/k', scopes: [] };
  const request = clientRegistrationRequest('https://as.example/register', definition, wanted);
  t.match(JSON.parse(request?.body ?? ''), {
    redirect_uris: [],
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    response_types: [],
  });
});
