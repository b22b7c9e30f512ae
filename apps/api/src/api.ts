import type { BlockList } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Reach } from '@latchkey/db';
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
  /** The part of the organization that it is limited to; absent: all of it. Transactions are held to it. */
  readonly reach?: Reach;
  /** The networks that it may be used from; absent: any. */
  readonly allowedCidrs?: readonly string[];
  readonly allowedAddresses?: BlockList;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any route under /v1 runs. */
    apiKey: RequestKey;
  }
  interface FastifyContextConfig {
    /** What the API key must be allowed; every route under /v1 names one. */
    scope?: Scope;
    /**
     * What a key may do here that is limited to integrations or to an environment. `held`: what it may anywhere, since all
     * that the route reads and writes is in transactions that are held to the key's reach (or is nobody's in particular).
     * `to_integrations`: the same for a limit to integrations, while a limit to an environment excludes it, because the
     * row belongs to all environments. Absent: nothing.
     */
    limitedKeys?: 'held' | 'to_integrations';
  }
}

/** The part of a request that changes and look-ups need, whatever its schema. */
export type KeyedRequest = Pick<FastifyRequest, 'apiKey' | 'ip' | 'method' | 'url' | 'headers' | 'body' | 'id'>;
