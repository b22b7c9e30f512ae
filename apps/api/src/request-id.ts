import { randomUUID } from 'node:crypto';

/** The id that a request has in its answer and in the log. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}
