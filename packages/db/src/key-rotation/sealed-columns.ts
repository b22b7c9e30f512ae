import type { SealPurpose } from '@latchkey/oauth';

/** A column of sealed values; each is bound to the id in the column `row` of its own row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  /** The table's primary key after `organization_id`. */
  readonly keys: readonly { readonly column: string; readonly type: 'uuid' | 'text' }[];
}

const uuid = (column: string) => ({ column, type: 'uuid' }) as const;
const text = (column: string) => ({ column, type: 'text' }) as const;

/**
 * Where the database keeps what is sealed for each field. The type asks for every field that the engine seals for; a test
 * asks for every column of bytes that the schema has.
 */
export const sealedColumns: { readonly [Field in SealPurpose['field']]: readonly SealedColumn[] } = {
  'client_secret.value': [{ table: 'client_secret', column: 'value', row: 'id', keys: [uuid('id')] }],
  'connection_input.value': [
    {
      table: 'connection_input',
      column: 'sealed',
      row: 'connection_id',
      keys: [uuid('connection_id'), text('name')],
    },
  ],
  'grant_token.token_set': [
    { table: 'grant_token', column: 'token_set', row: 'grant_id', keys: [uuid('grant_id'), text('slot')] },
    { table: 'grant_alternate', column: 'token_set', row: 'grant_id', keys: [uuid('grant_id'), uuid('attempt_id')] },
  ],
  'authorization_session.code_verifier': [
    { table: 'authorization_session', column: 'code_verifier', row: 'id', keys: [uuid('id')] },
  ],
  'authorization_session.parked_response': [
    { table: 'authorization_session', column: 'parked_response', row: 'id', keys: [uuid('id')] },
  ],
  'device_authorization.device_code': [
    { table: 'device_authorization', column: 'device_code', row: 'id', keys: [uuid('id')] },
  ],
  'webhook_secret.value': [{ table: 'webhook_secret', column: 'value', row: 'id', keys: [uuid('id')] }],
  // Files outside of the database, for days at most: they are why a retired data key is kept for a week.
  'spool.answer': [],
};

/** Every column of sealed values with the field that its values are sealed for. */
export const allSealedColumns: readonly (SealedColumn & { readonly field: SealPurpose['field'] })[] = Object.entries(
  sealedColumns,
).flatMap(([field, columns]) => columns.map((column) => ({ ...column, field: field as SealPurpose['field'] })));
