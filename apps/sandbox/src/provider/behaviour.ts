/** How the token endpoint behaves: as it should, HTTP 500, late, or by dropping the connection without an answer. */
export const tokenEndpointBehaviours = ['ok', 'error_500', 'slow', 'down'] as const;

/** One of {@link tokenEndpointBehaviours}. */
export type TokenEndpointBehaviour = (typeof tokenEndpointBehaviours)[number];

/** A misbehaviour for demonstrations and tests. `seconds` is how long `slow` waits before it answers (5 by default). */
export interface Behaviour {
  readonly tokenEndpoint: TokenEndpointBehaviour;
  readonly seconds?: number;
}

/** Reads a behaviour from JSON; answers with a sentence that says what is wrong with it. */
export function readBehaviour(input: unknown): Behaviour | string {
  const { tokenEndpoint, seconds } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >;
  const known = tokenEndpointBehaviours.find((name) => name === tokenEndpoint);
  if (known === undefined) return `tokenEndpoint must be one of ${tokenEndpointBehaviours.join(', ')}`;
  if (seconds === undefined) return { tokenEndpoint: known };
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= 600)) return 'seconds must be a number from 0 to 600';
  return { tokenEndpoint: known, seconds };
}
