import { answerForOtherRegion, type CallbackPlace, findState, regionOfState } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { renderWrongRegionPage } from '../../pages/index.js';
import { languageOf } from '../../plugins/wizard-session.js';

/** A response that came to this region's callback URL. */
export interface Arrival {
  readonly place: CallbackPlace;
  readonly parameters: readonly (readonly [string, string])[];
  /** The query as it came, without the question mark. */
  readonly query: string;
  readonly how: 'get' | 'post' | 'forwarded';
}

/**
 * Answers a response whose state was made in another region: sends the browser on where that is allow-listed, else shows
 * a page that names the right callback URL. `undefined`: it is none of those, or nobody knows the region.
 */
export function answerOtherRegion(
  deps: Pick<CallbackDeps, 'regions' | 'metrics'>,
  request: FastifyRequest,
  reply: FastifyReply,
  arrival: Arrival,
): FastifyReply | undefined {
  const { place, parameters, query, how } = arrival;
  const found = findState(parameters);
  const region = found.kind === 'state' ? regionOfState(found.state) : undefined;
  if (region === undefined || region === deps.regions.region) return undefined;
  const answer = answerForOtherRegion(deps.regions, { ...place, region, query, arrived: how });
  if (answer.kind === 'unknown') return undefined;
  const outcome = answer.kind === 'forward' ? 'forwarded' : 'wrong_region';
  deps.metrics.callbacks.inc({ outcome });
  request.log.warn({ region, outcome }, 'callback for another region');
  if (answer.kind === 'forward') return reply.redirect(answer.url, 303);
  return reply
    .code(400)
    .type('text/html')
    .send(
      renderWrongRegionPage({
        lang: languageOf(request),
        requestId: request.id,
        region,
        callbackUrl: answer.callbackUrl,
      }),
    );
}
