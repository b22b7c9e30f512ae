import type { SessionFacts } from '../authorize/authorization-session.js';
import type { CompletionKind } from '../authorize/completion.js';
import type { Ports } from '../ports.js';
import { randomToken, sha256 } from '../random.js';
import { type CallbackParameters, sealParameters } from './parked-parameters.js';
import { type ConsumedSession, type EndedAuthorization, factsOf } from './redeem-code.js';

/** The browser came back, and nothing is redeemed yet. */
export interface AwaitingCompletion {
  readonly kind: 'awaiting_completion';
  readonly session: SessionFacts;
  /** Of embedded flows, for the vendor's registered destination: 256 random bits, good once. Else our page asks. */
  readonly completionCode?: string;
}

/** How long a response waits, in seconds; codes live ten minutes at most (RFC 6749 section 4.1.2). */
export const completionSeconds = { embedded: 60, link: 600 } as const;

type AwaitPorts = Pick<Ports, 'parkedResponses' | 'vault' | 'random'>;

/** Keeps a good response sealed until the vendor's backend, or the person, says that this flow is theirs. */
export async function awaitCompletion(
  ports: AwaitPorts,
  session: ConsumedSession & { readonly completion: NonNullable<ConsumedSession['completion']> },
  parameters: CallbackParameters,
): Promise<AwaitingCompletion | EndedAuthorization> {
  const { organizationId, id: authorizationSessionId, completion } = session;
  const place = { organizationId, authorizationSessionId };
  const completionCode = completion.kind === 'embedded' ? randomToken(ports.random, 32) : undefined;
  const held = await ports.parkedResponses.hold(place, {
    response: await sealParameters(ports, place, parameters),
    withinSeconds: completionSeconds[completion.kind],
    ...(completionCode === undefined ? {} : { codeHash: await sha256(completionCode) }),
  });
  if (held === 'over') return { kind: 'failed', session: factsOf(session), error: 'superseded', details: {} };
  return awaiting(session, completionCode);
}

/** For a browser that comes back to a flow that still waits: a new completion code takes the place of the former one. */
export async function awaitAgain(
  ports: AwaitPorts,
  session: SessionFacts,
  kind: CompletionKind,
): Promise<AwaitingCompletion | EndedAuthorization> {
  if (kind !== 'embedded') return awaiting(session, undefined);
  const { organizationId, id: authorizationSessionId } = session;
  const completionCode = randomToken(ports.random, 32);
  const place = { organizationId, authorizationSessionId };
  const renewed = await ports.parkedResponses.renewCode(place, await sha256(completionCode));
  if (renewed === 'over') return { kind: 'failed', session, error: 'not_completed', details: { cause: 'too late' } };
  return awaiting(session, completionCode);
}

function awaiting(session: SessionFacts, completionCode: string | undefined): AwaitingCompletion {
  const code = completionCode === undefined ? {} : { completionCode };
  return { kind: 'awaiting_completion', session: factsOf(session), ...code };
}
