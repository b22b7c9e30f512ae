import t from 'tap';
import type { GrantId } from '../../src/ids.js';
import { secret } from '../../src/secret.js';
import { apiAccess } from '../../src/token/api-access.js';
import type { LiveAccessToken } from '../../src/token/read-access-token.js';
import { worldWithServer } from '../flows.js';

const token: LiveAccessToken = {
  ...{ accessToken: secret('at'), tokenType: 'Bearer', generation: 1, scopes: [], missingScopes: [], members: {} },
  ...{ context: {}, inputs: {}, clientId: 'client-1', grantId: 'grant-1' as GrantId },
  tokens: { accessToken: secret('at'), refreshToken: secret('rt'), tokenType: 'Bearer', members: secret('{}') },
};

t.test('a refresh token is never told, not even by what a grant froze earlier', async (t) => {
  const api = {
    baseUrl: ['https://api.example/', { name: 'token.refresh_token', slot: 'segment' }],
    headers: {
      'x-at': [{ name: 'token.access_token', slot: 'text' }],
      'x-rt': [{ name: 'token.refresh_token', slot: 'text' }],
    },
  } as const;
  const access = apiAccess(worldWithServer().world.ports, { ...token, api });
  t.strictSame(access, { headers: { 'x-at': 'at' } });
});
