import fp from 'fastify-plugin';
import { PAGE_CONTENT_SECURITY_POLICY } from '../pages/index.js';

/**
 * The strict headers of every answer of this door (SECURITY, "The browser door"). Where the public URL is https, browsers
 * are told to come back by https alone; nothing is said of other hosts of that domain, which is the vendor's.
 */
export function strictHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': PAGE_CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** Sets them, and `Cache-Control: no-store` where a route says nothing else. */
export const securityHeaders = fp<{ readonly publicUrl: string }>(async (app, { publicUrl }) => {
  const headers = strictHeaders(publicUrl);
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.headers(headers);
  });
});
