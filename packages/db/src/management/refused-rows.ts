import { Prisma } from '../generated/client.js';

/** Whether an error says that a row with the same unique value is already there. Its transaction is lost. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** Whether an error says that a row would lie outside of what the transaction reaches. Its transaction is lost. */
export function isOutsideReach(error: unknown): boolean {
  return error instanceof Error && /violates row-level security policy/.test(error.message);
}
