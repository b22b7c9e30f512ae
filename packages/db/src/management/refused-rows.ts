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
 * Whether Postgres gave a transaction up so that another could go on (a deadlock): nothing of it is kept. Prisma has a code
 * for it in a statement; at the commit, where foreign keys are looked at, the adapter's own error comes through.
 */
export function isWriteConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2034';
  const { cause } = error instanceof Error ? (error as { readonly cause?: { readonly kind?: unknown } }) : {};
  return cause?.kind === 'TransactionWriteConflict';
}
