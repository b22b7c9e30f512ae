import { discoverAuthorizationServer } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { Problem, unprocessable } from '../../../../errors.js';
import { DiscoveredDefinition, toDiscoveredDefinition } from '../../../../wire/discovered-server.js';
import { answers, body, ref } from '../../../../wire/schema.js';

/** POST /v1/providers/discover */
export const discoverProvider: Route = (api, deps) =>
  api.post(
    '/providers/discover',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'discoverProvider',
        tags: ['providers'],
        summary: "A definition from an authorization server's own metadata",
        description:
          "Reads the metadata of an issuer (RFC 8414, OpenID Connect Discovery). Nothing is saved: create a connection config with the answer's `definition`.",
        body: body({
          issuer: Type.String({ minLength: 1, maxLength: 500, examples: ['https://login.example.com'] }),
        }),
        response: answers({ 200: ref(DiscoveredDefinition) }, 'unprocessable'),
      },
    },
    async ({ body: { issuer } }) => {
      if (deps.loopback === 'never' && !issuer.startsWith('https://'))
        throw unprocessable('issuer', 'must start with https://');
      const found = await discoverAuthorizationServer(deps.ports, issuer);
      if (found.kind === 'invalid_issuer') throw unprocessable('issuer', found.message);
      if (found.kind === 'not_found')
        throw new Problem('unprocessable', {
          detail: 'No metadata of this issuer can be used. Check the issuer, or write the definition by hand.',
          errors: [{ field: 'issuer', messages: found.attempts.map(({ url, problem }) => `${url} ${problem}`) }],
        });
      return toDiscoveredDefinition(found);
    },
  );
