import type { AuthorizationServer } from './authorization-server.js';
import type { Definition } from './definition.js';
import { freezeEndpoint, freezeTexts, freezeUrl } from './endpoint.js';

/** How the API is called, with every value put in that is known. */
export function freezeApi(
  api: NonNullable<Definition['api']>,
  context: Parameters<typeof freezeUrl>[2],
): NonNullable<AuthorizationServer['api']> {
  const { baseUrl, baseUrlFallback, headers, probe, expirySignals } = api;
  return {
    ...(baseUrl === undefined
      ? {}
      : {
          baseUrl: freezeUrl(
            'api.baseUrl',
            { url: baseUrl, ...(baseUrlFallback === undefined ? {} : { urlFallback: baseUrlFallback }) },
            context,
          ).template,
        }),
    ...(baseUrlFallback === undefined
      ? {}
      : { baseUrlFallback: freezeUrl('api.baseUrlFallback', { url: baseUrlFallback }, context).template }),
    headers: freezeTexts('api.headers', headers, context.fill),
    ...(expirySignals ? { expirySignals } : {}),
    ...(probe
      ? {
          probe: freezeEndpoint(
            'api.probe',
            { method: 'GET', clientAuthentication: 'bearer_token', ...probe },
            context,
          ),
        }
      : {}),
  };
}
