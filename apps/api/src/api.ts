import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ApiDeps } from './api-deps.js';
import type { Scope } from './scopes.js';

/** The server as routes see it: request types come from their TypeBox schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** One endpoint: adds itself to the server. */
export type Route = (api: Api, deps: ApiDeps) => void;

/** The key that a request came with. */
export interface RequestKey {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any route under /v1 runs. */
    apiKey: RequestKey;
  }
  interface FastifyContextConfig {
    /** What the API key must be allowed; every route under /v1 names one. */
    scope?: Scope;
  }
}

/** The part of a request that changes and look-ups need, whatever its schema. */
export type KeyedRequest = Pick<FastifyRequest, 'apiKey' | 'ip' | 'method' | 'url' | 'headers' | 'body' | 'id'>;
