import { providerByKey } from '@latchkey/providers';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { Problem } from '../../../../errors.js';
import { Provider, toProvider } from '../../../../wire/provider.js';
import { answers, ref } from '../../../../wire/schema.js';

/** GET /v1/providers/{key} */
export const getProvider: Route = (api) =>
  api.get(
    '/providers/:key',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getProvider',
        tags: ['providers'],
        summary: 'One provider of the catalogue',
        params: Type.Object({ key: Type.String() }),
        response: answers({ 200: ref(Provider) }, 'not_found'),
      },
    },
    async ({ params }) => {
      const provider = providerByKey(params.key);
      if (!provider) throw new Problem('not_found', { detail: 'The catalogue has no provider with this key.' });
      return toProvider(provider);
    },
  );
