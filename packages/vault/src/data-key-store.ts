/** A row of `organization_data_key`: a data key, wrapped by a key-encryption key. */
export interface StoredDataKey {
  /** UUID, lower case: the key id in the envelopes of values sealed with it. */
  readonly id: string;
  readonly wrapped: Uint8Array;
  /** The key-encryption key that wrapped it. */
  readonly kekId: string;
}

/** Where wrapped data keys live. The database implements it. */
export interface DataKeyStore {
  /** All keys of the organization that may still open something; first the one that seals (the newest active). */
  load(organizationId: string): Promise<readonly StoredDataKey[]>;
  /**
   * Inserts the key if the organization has no active one, and answers the active one: this, or the one that another
   * process inserted first.
   */
  create(organizationId: string, key: StoredDataKey): Promise<StoredDataKey>;
}
