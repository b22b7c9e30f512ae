import type { Route } from '../../../api.js';
import { RegionList, toRegionList } from '../../../wire/region.js';
import { answers, ref } from '../../../wire/schema.js';

/** GET /v1/regions */
export const listRegions: Route = (api, deps) =>
  api.get(
    '/regions',
    {
      config: { scope: 'organization:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listRegions',
        tags: ['organization'],
        summary: 'The region that you talk to, and the others that it knows',
        response: answers({ 200: ref(RegionList) }),
      },
    },
    async () => toRegionList(deps.regions, deps.callbackPublicUrl),
  );
