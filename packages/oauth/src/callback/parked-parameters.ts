import type { Ports, Sealed } from '../ports.js';
import { reveal, secret } from '../secret.js';
import type { ParkingPlace } from './parked-responses-port.js';

/** A callback's parameters, in order. */
export type CallbackParameters = readonly (readonly [string, string])[];

/** Seals them for their session: they hold the code. */
export async function sealParameters(
  ports: Pick<Ports, 'vault'>,
  place: ParkingPlace,
  parameters: CallbackParameters,
): Promise<Sealed> {
  return await ports.vault.seal(purposeOf(place), secret(JSON.stringify(parameters)));
}

/** Opens what {@link sealParameters} sealed for the same session. */
export async function openParameters(
  ports: Pick<Ports, 'vault'>,
  place: ParkingPlace,
  sealed: Sealed,
): Promise<CallbackParameters> {
  return JSON.parse(reveal(await ports.vault.open(purposeOf(place), sealed))) as CallbackParameters;
}

function purposeOf({ organizationId, authorizationSessionId }: ParkingPlace) {
  return { organizationId, row: authorizationSessionId, field: 'authorization_session.parked_response' } as const;
}
