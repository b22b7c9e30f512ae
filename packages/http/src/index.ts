export { type AddressKind, addressKind } from './address.js';
export {
  type AllowedOrigin,
  createEgressGuard,
  type EgressDecision,
  type EgressGuard,
  type EgressGuardOptions,
} from './egress-guard.js';
export { createTransport, type TransportOptions } from './transport.js';
export { createTxtLookup, type TxtAnswer, type TxtLookup } from './txt-records.js';
