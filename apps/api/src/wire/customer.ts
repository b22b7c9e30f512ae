import type { CustomerModel, UserModel } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, Name, named, orNull, Time } from './schema.js';

/** The vendor's own id of a customer or user. */
export const ExternalId = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });

export const Customer = named(
  'Customer',
  Type.Object({ id: id('cus'), externalId: ExternalId, name: Name, createdAt: Time, updatedAt: Time }),
);

export function toCustomer(row: CustomerModel): Static<typeof Customer> {
  return {
    id: formatId('customer', row.id),
    externalId: row.externalId,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const User = named(
  'User',
  Type.Object({
    id: id('usr'),
    customerId: id('cus'),
    externalId: ExternalId,
    name: Name,
    email: orNull(Type.String()),
    createdAt: Time,
    updatedAt: Time,
  }),
);

export function toUser(row: UserModel): Static<typeof User> {
  return {
    id: formatId('user', row.id),
    customerId: formatId('customer', row.customerId),
    externalId: row.externalId,
    name: row.name,
    email: row.email,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
