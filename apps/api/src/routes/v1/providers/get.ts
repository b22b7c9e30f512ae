import { listProviders } from '@latchkey/providers';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Provider, toProvider } from '../../../wire/provider.js';
import { answers, ref } from '../../../wire/schema.js';

/** GET /v1/providers */
export const listCatalogue: Route = (api) =>
  api.get(
    '/providers',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listProviders',
        tags: ['providers'],
        summary: 'The catalogue of providers',
        response: answers({ 200: Type.Object({ items: Type.Array(ref(Provider)) }) }),
      },
    },
    async () => ({ items: listProviders().map(toProvider) }),
  );
