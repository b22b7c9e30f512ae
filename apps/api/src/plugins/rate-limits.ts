import { callerOf, type RateVerdict, rateHeaders } from '@latchkey/compose';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestKey } from '../api.js';
import type { ApiDeps } from '../api-deps.js';
import { Problem } from '../errors.js';

type LimitedDeps = Pick<ApiDeps, 'rateLimiter' | 'rateRules' | 'metrics'>;

/** Counts a request that came without a valid key, by its address. Answers the refusal, where there is one. */
export async function countUnauthenticated(
  deps: LimitedDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Problem | undefined> {
  return told(deps, reply, await deps.rateLimiter.take(deps.rateRules.unauthenticated, callerOf(request.ip)));
}

/** It came with a valid key after all, and counts as the key's. */
export function discountUnauthenticated(deps: LimitedDeps, request: FastifyRequest): void {
  deps.rateLimiter.giveBack(deps.rateRules.unauthenticated, callerOf(request.ip));
}

/** Counts a request with a valid key. No promise while a leased block lasts. */
export function countWithKey(
  deps: LimitedDeps,
  reply: FastifyReply,
  key: RequestKey,
): Problem | undefined | Promise<Problem | undefined> {
  const verdict = deps.rateLimiter.take(deps.rateRules.key, key.id);
  return verdict instanceof Promise ? verdict.then((one) => told(deps, reply, one)) : told(deps, reply, verdict);
}

function told(deps: LimitedDeps, reply: FastifyReply, verdict: RateVerdict): Problem | undefined {
  reply.headers(rateHeaders(verdict));
  if (verdict.kind === 'allowed') return undefined;
  const { rule, retryAfterSeconds } = verdict;
  deps.metrics.rateLimited.inc({ limit: rule.name });
  const whose = rule.name === 'key' ? 'with one API key' : 'from one address without a valid API key';
  return new Problem('rate_limited', {
    detail: `At most ${rule.most} requests a minute are taken ${whose}. Ask again after Retry-After.`,
    retryAfterSeconds,
  });
}
