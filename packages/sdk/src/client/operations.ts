import type { paths } from '../generated/openapi.js';

/** The methods of HTTP that the API uses. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that take a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { readonly responses: unknown } ? P : never;
}[keyof paths];

type OperationOf<M extends Method, P extends keyof paths> = paths[P][M];

type Json<Content> = Content extends { readonly content: { readonly 'application/json': infer Value } } ? Value : never;

/** What an operation answers when it succeeds. */
export type AnswerOf<M extends Method, P extends keyof paths> =
  OperationOf<M, P> extends { readonly responses: infer Responses }
    ? Json<Responses[keyof Responses & (200 | 201 | 202)]>
    : never;

type Parameters<M extends Method, P extends keyof paths> =
  OperationOf<M, P> extends { readonly parameters: infer Given } ? Given : never;

type PathParameters<M extends Method, P extends keyof paths> =
  Parameters<M, P> extends { readonly path: infer Path extends object } ? { readonly path: Readonly<Path> } : object;

type QueryParameters<M extends Method, P extends keyof paths> =
  Parameters<M, P> extends { readonly query?: infer Query }
    ? [Exclude<Query, undefined>] extends [never]
      ? object
      : { readonly query?: Readonly<Exclude<Query, undefined>> }
    : object;

type Body<M extends Method, P extends keyof paths> =
  OperationOf<M, P> extends { readonly requestBody: infer Given } ? { readonly body: Json<Given> } : object;

type Repeatable<M extends Method> = M extends 'post'
  ? {
      /** Made anew for each call when left out; give one to repeat a call safely yourself. */
      readonly idempotencyKey?: string;
    }
  : object;

/** What a call needs besides its path: path parameters, query, body. */
export type OptionsOf<M extends Method, P extends keyof paths> = PathParameters<M, P> &
  QueryParameters<M, P> &
  Body<M, P> &
  Repeatable<M> & { readonly signal?: AbortSignal };

/** The last argument of a call, which may be left out when nothing in it is required. */
export type Arguments<Options> = object extends Options ? [options?: Options] : [options: Options];
