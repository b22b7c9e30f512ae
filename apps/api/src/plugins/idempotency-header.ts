import fp from 'fastify-plugin';
import { Type } from 'typebox';

const header = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7e]+$',
      description:
        'An equal request by the same API key with the same idempotency key within 24 hours does nothing again.',
    }),
  ),
});

/** Every POST takes an Idempotency-Key; change.ts goes by it. */
export const idempotencyHeader = fp(async (app) => {
  app.addHook('onRoute', (route) => {
    if (route.method === 'POST' && route.schema) route.schema.headers = header;
  });
});
