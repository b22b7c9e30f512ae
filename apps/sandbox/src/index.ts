export type { Behaviour, TokenEndpointBehaviour } from './provider/behaviour.js';
export type { ClientRegistration } from './provider/client-registration.js';
export type { Ledger, LedgerEntry, LedgerQuery } from './provider/ledger.js';
export type { LiveGrant } from './provider/live-grants.js';
export {
  type DemandingProvider,
  type DemandingRequest,
  startDemandingProvider,
} from './provider/start-demanding-provider.js';
export { type ProviderOptions, type SandboxProvider, startProvider } from './provider/start-provider.js';
export { type ConsentWalk, type CookieJar, walkConsent } from './provider/walk-consent.js';
export { type SandboxVendor, startVendor, type VendorOptions } from './vendor/start-vendor.js';
