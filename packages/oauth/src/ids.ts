declare const idBrand: unique symbol;

/** A UUIDv7 as text, typed by what it names; doors put a prefix before it on the wire. */
export type Id<Kind extends string> = string & { readonly [idBrand]: Kind };

export type OrganizationId = Id<'organization'>;
export type ConnectionId = Id<'connection'>;
export type ConnectionConfigId = Id<'connection_config'>;
export type ClientRowId = Id<'client'>;
export type GrantId = Id<'grant'>;
export type AttemptId = Id<'attempt'>;
export type AuthorizationSessionId = Id<'authorization_session'>;
export type DeviceAuthorizationId = Id<'device_authorization'>;
export type WizardSessionId = Id<'wizard_session'>;
