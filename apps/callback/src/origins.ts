import type { FastifyRequest } from 'fastify';
import type { CallbackDeps } from './callback-deps.js';

type Origins = Pick<CallbackDeps, 'publicUrl' | 'wizardUrl'>;

/** Public base URL of the wizard and of every page where a flow begins: there its browser has its cookie. */
export function wizardOrigin({ publicUrl, wizardUrl }: Origins): string {
  return wizardUrl ?? publicUrl;
}

/** Which of the configured public base URLs a request came to. The Host header chooses among them, and adds none. */
export function arrivedAt(deps: Origins, request: Pick<FastifyRequest, 'headers'>): string {
  const wizard = wizardOrigin(deps);
  return request.headers.host === new URL(wizard).host ? wizard : deps.publicUrl;
}
