import type { FastifyInstance } from 'fastify';

/**
 * POST /callback/{connectionConfigId}/{environment}: the response mode `form_post`. A POST from another site does not
 * bring the session cookie (SameSite=Lax), so nothing is decided here: a 303 to this door's own GET, which brings it,
 * carries the same parameters as the query mode would. It has no effect of its own and needs no CSRF token.
 */
export function formPostRoute(app: FastifyInstance): void {
  app.post<{ Params: { configId: string; environment: string } }>(
    '/callback/:configId/:environment',
    { bodyLimit: 16 * 1024 },
    async (request, reply) => {
      const { configId, environment } = request.params;
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries((request.body ?? {}) as Readonly<Record<string, unknown>>))
        for (const one of Array.isArray(value) ? value : [value])
          if (typeof one === 'string') parameters.append(name, one);
      const path = `/callback/${encodeURIComponent(configId)}/${encodeURIComponent(environment)}`;
      return reply.redirect(`${path}?${parameters}`, 303);
    },
  );
}
