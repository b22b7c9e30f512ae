import type { FastifyInstance } from 'fastify';

/** One route as the router knows it: `/wizard/:id`. */
export interface KnownRoute {
  readonly path: string;
  readonly methods: readonly string[];
}

/** Every route of a door, read from the tree that its router prints: nobody has to list a new one. */
export function routesOf(app: FastifyInstance): readonly KnownRoute[] {
  const parts: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, part = '', methods] = /^((?:│ {3}| {4})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (indent === undefined) return [];
      parts.splice(indent.length / 4, Number.POSITIVE_INFINITY, part);
      return methods === undefined ? [] : [{ path: parts.join(''), methods: methods.split(', ') }];
    });
}
