import { Prisma } from '../generated/client.js';

/** Whether an error says that a row with the same unique value is already there. Its transaction is lost. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** Whether an error says that a row would lie outside of what the transaction reaches. Its transaction is lost. */
export function isOutsideReach(error: unknown): boolean {
  return error instanceof Error && /violates row-level security policy/.test(error.message);
}

/**
 * Whether another change came between: Postgres gave the transaction up so that another could go on (a deadlock), or what a
 * row refers to was deleted after it was read. Nothing of it is kept, and made again it finds things as they are now. Prisma
 * has codes for both in a statement; at the commit the adapter's own error comes through.
 */
export function isOtherChangeBetween(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return ['P2034', 'P2003'].includes(error.code);
  const { cause } = error instanceof Error ? (error as { readonly cause?: { readonly kind?: unknown } }) : {};
  return cause?.kind === 'TransactionWriteConflict' || cause?.kind === 'ForeignKeyConstraintViolation';
}
