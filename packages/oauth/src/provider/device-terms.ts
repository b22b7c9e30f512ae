import type { Definition } from './definition.js';
import { type Endpoint, freezeEndpoint } from './endpoint.js';

type DeviceDefinition = NonNullable<Definition['device']>;

/** How a device authorization is asked for (RFC 8628 section 3.1) and how what comes back is read. */
export interface DeviceTerms extends Endpoint {
  readonly response: NonNullable<DeviceDefinition['response']>;
  /** The provider's own error codes, and the standard ones of RFC 8628 section 3.5 that they mean. */
  readonly errors: NonNullable<DeviceDefinition['errors']>;
}

/** Freezes the device authorization endpoint. Throws an UnfilledField. */
export function freezeDevice(device: DeviceDefinition, context: Parameters<typeof freezeEndpoint>[2]): DeviceTerms {
  return {
    ...freezeEndpoint('device', device, context),
    response: device.response ?? {},
    errors: device.errors ?? {},
  };
}
