import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';
import { describedDefinition } from '../wire/definition.js';

const about = `The API of Latchkey for vendors' servers: connections of your customers to third-party APIs, kept alive.

Send \`Authorization: Bearer lk_…\`. Ids are prefixed and sortable, times are ISO 8601 UTC, lists are paged by \`limit\` and
\`after\`, errors are problem+json (RFC 9457) with a stable \`code\`. Every POST takes an \`Idempotency-Key\` header: an
equal request with the same key within 24 hours answers the same resource and does nothing again; where the answer holds a
secret it is refused with \`idempotent_repeat_of_secret\`. Each API key has keys of its own: a repeat by another one, also by
its successor, is a new request.`;

/** Said of routes that limited keys are kept from. */
const besides = {
  to_integrations: ', and no limit to an environment',
  nothing: ', and no limit to integrations or an environment',
} as const;

/** Makes the OpenAPI 3.1 document of the routes; serves it at /openapi.json with a browsable page at /docs. */
export const openapi = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Latchkey', version: '0.1.0', description: about, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `lk_…`.' } },
      },
      security: [{ apiKey: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `Schema${index}`) },
    transform: ({ schema, url, route }) => {
      const { scope, limitedKeys } = route.config ?? {};
      if (!scope || !schema) return { schema, url };
      const needs = `Needs the scope \`${scope}\`${limitedKeys === 'held' ? '' : besides[limitedKeys ?? 'nothing']}.`;
      const description = [schema.description, needs].filter(Boolean).join('\n\n');
      return { schema: { ...schema, description }, url };
    },
    transformObject: (made) => {
      const document = 'openapiObject' in made ? made.openapiObject : made.swaggerObject;
      if ('components' in document && document.components?.schemas)
        Object.assign(document.components.schemas, { Definition: describedDefinition });
      return document;
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { docExpansion: 'list' } });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
});
