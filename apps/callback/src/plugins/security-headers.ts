import fp from 'fastify-plugin';
import { PAGE_CONTENT_SECURITY_POLICY } from '../pages/index.js';

/** The same strict headers on every answer of this door (SECURITY, "The browser door"). */
export const securityHeaders = fp(async (app) => {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.headers({
      'content-security-policy': PAGE_CONTENT_SECURITY_POLICY,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});
