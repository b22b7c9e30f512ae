import type { TenantTransaction } from '@latchkey/db';
import { holdLiveApiKey, type KeyLimits, readIntegration, type ShownApiKey } from '@latchkey/db/management';
import { randomToken, sha256 } from '@latchkey/oauth';
import type { RequestKey } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { cidrProblem, isWithin } from './cidr.js';
import { notFound, Problem, unprocessable } from './errors.js';
import { outsideLimits } from './key-reach.js';
import { parseTime } from './wire/time.js';
import { idFromField } from './wire-ids.js';

/** A fresh key: `lk_` and 256 random bits. `stored` is what the database keeps of it. */
export async function freshKey({ ports }: Pick<ApiDeps, 'ports'>) {
  const text = `lk_${randomToken(ports.random, 32)}`;
  return { text, stored: { keyHash: await sha256(text), prefix: text.slice(0, 9) } };
}

/** A key gives no scope that it lacks. */
export function assertScopesWithin(own: RequestKey, wanted: readonly string[]): void {
  const more = wanted.filter((scope) => !own.scopes.includes(scope));
  if (more.length > 0)
    throw new Problem('missing_scope', {
      detail: `The API key "${own.name}" cannot give what it lacks: ${more.join(', ')}. Leave these out or use another key.`,
      members: { scope: more[0] },
    });
}

/** The end of a request's key by the database, not by what is remembered: one that was revoked a moment ago does nothing. */
async function ownEnd(tx: TenantTransaction, own: RequestKey): Promise<Date | null> {
  const held = await holdLiveApiKey(tx, own.organizationId, own.id);
  if (!held) throw new Problem('unauthorized', { detail: 'The API key was revoked, or has expired.' });
  return held.expiresAt;
}

/**
 * A key follows up and ends itself, and others that live no longer and may be used from nowhere else. What they reach of
 * the organization is the transaction's to compare: a key that reaches further is not seen in it.
 */
export async function assertKeyWithin(
  tx: TenantTransaction,
  own: RequestKey,
  other: Pick<ShownApiKey, 'id' | 'expiresAt' | 'allowedCidrs'>,
): Promise<void> {
  if (other.id === own.id) return;
  const refuse = (limit: string) =>
    new Problem('outside_key_limits', {
      detail: `The API key "${own.name}" ${limit}, and the other one goes beyond that. Use another key.`,
    });
  const last = await ownEnd(tx, own);
  if (last && (!other.expiresAt || other.expiresAt > last)) throw refuse(`expires at ${last.toISOString()}`);
  const { allowedCidrs: networks } = own;
  const lies = (cidr: string) => isWithin(cidr, networks ?? []);
  // An empty list is no limit.
  if (networks && !(other.allowedCidrs.length > 0 && other.allowedCidrs.every(lies)))
    throw refuse(`may be used from ${networks.join(' and ')} only`);
}

/** A key gives no life longer than its own. */
export async function expiryWithin(
  tx: TenantTransaction,
  own: RequestKey,
  wanted: string | undefined,
): Promise<Date | undefined> {
  const last = await ownEnd(tx, own);
  if (wanted === undefined) {
    if (last) throw unprocessable('expiresAt', `is required, at most ${last.toISOString()}: the minting key expires`);
    return undefined;
  }
  const at = parseTime(wanted);
  if (!at || at.getTime() <= Date.now()) throw unprocessable('expiresAt', 'must be a time in the future, ISO 8601');
  if (last && at > last)
    throw unprocessable('expiresAt', `must be at most ${last.toISOString()}, when the minting key expires`);
  return at;
}

/** The limits that a request asks for, as it writes them. */
export interface WantedLimits {
  readonly integrationIds?: readonly string[] | undefined;
  readonly environment?: string | undefined;
  readonly allowedCidrs?: readonly string[] | undefined;
}

/** A key's limits go over to the keys that it makes; they may be limited further, and never less. */
export async function limitsWithin(tx: TenantTransaction, own: RequestKey, wanted: WantedLimits): Promise<KeyLimits> {
  const { reach = {}, allowedCidrs: ownCidrs } = own;
  // Outside of the transaction's reach an integration is none.
  const integrationIds = wanted.integrationIds?.map((text, at) =>
    idFromField('integration', text, `integrationIds.${at}`),
  );
  for (const [at, id] of (integrationIds ?? []).entries())
    if (!(await readIntegration(tx, own.organizationId, id))) throw notFound('integration', `integrationIds.${at}`);
  if (wanted.environment !== undefined && reach.environment !== undefined && wanted.environment !== reach.environment)
    throw outsideLimits(own, 'It makes keys for this environment only.');
  for (const [at, cidr] of (wanted.allowedCidrs ?? []).entries()) {
    const problem = cidrProblem(cidr);
    if (problem) throw unprocessable(`allowedCidrs.${at}`, problem);
    if (ownCidrs && !isWithin(cidr, ownCidrs))
      throw unprocessable(
        `allowedCidrs.${at}`,
        `must lie in ${ownCidrs.join(' or ')}, the networks of the minting key`,
      );
  }
  const environment = wanted.environment ?? reach.environment;
  const allowedCidrs = wanted.allowedCidrs ?? ownCidrs;
  const reached = integrationIds ?? reach.integrationIds;
  return {
    ...(reached ? { integrationIds: [...new Set(reached)] } : {}),
    ...(environment === undefined ? {} : { environment }),
    ...(allowedCidrs ? { allowedCidrs } : {}),
  };
}
