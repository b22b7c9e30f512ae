import { regionOfState } from '../authorize/state.js';
import type { Ports } from '../ports.js';
import { randomToken, sha256 } from '../random.js';
import type { CallbackPlace } from '../redirect/redirect-uri.js';
import { findState } from './authorization-response.js';
import { type CallbackParameters, sealParameters } from './parked-parameters.js';
import type { ParkingPlace } from './parked-responses-port.js';

/** The browser that began has to fetch the response, where it has its cookie. */
export interface ParkedResponse {
  readonly kind: 'parked';
  /** 256 random bits, good once, in that browser only. */
  readonly reference: string;
  /** Public base URL of the door to fetch it from; absent: of the one that parked it. */
  readonly origin?: string;
}

type ParkPorts = Pick<Ports, 'parkedResponses' | 'vault' | 'random'>;

/**
 * Keeps a response whose browser cannot show its cookie here: a POST from the provider's page (`form_post`, whose state
 * alone says which session it belongs to). No code is read, sent or put into a URL; whoever lacks the cookie gets nothing.
 */
export async function parkResponse(
  ports: ParkPorts,
  input: CallbackPlace & {
    readonly parameters: CallbackParameters;
    readonly region: string;
  },
): Promise<
  | ParkedResponse
  | { readonly kind: 'forged'; readonly why: string }
  | { readonly kind: 'wrong_region'; readonly region: string }
> {
  const { connectionConfigId, environment, serverSegment, parameters } = input;
  const found = findState(parameters);
  if (found.kind === 'malformed') return { kind: 'forged', why: found.why };
  const region = regionOfState(found.state);
  if (region === undefined) return { kind: 'forged', why: 'not_our_state' };
  if (region !== input.region) return { kind: 'wrong_region', region };
  const match = { stateHash: await sha256(found.state), connectionConfigId, environment, serverSegment };
  const place = await ports.parkedResponses.find(match);
  return place ? await parkAt(ports, place, parameters) : { kind: 'forged', why: 'no_such_state' };
}

/** Keeps a response at its session's place. */
export async function parkAt(
  ports: ParkPorts,
  place: ParkingPlace,
  parameters: CallbackParameters,
): Promise<ParkedResponse> {
  const reference = randomToken(ports.random, 32);
  const response = await sealParameters(ports, place, parameters);
  await ports.parkedResponses.park(place, { referenceHash: await sha256(reference), response });
  return { kind: 'parked', reference, ...(place.origin === undefined ? {} : { origin: place.origin }) };
}
