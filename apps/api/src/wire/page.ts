import type { Page, PageRequest } from '@latchkey/db/management';
import { formatId, type IdKind, parseId } from '@latchkey/oauth';
import { Problem } from '../errors.js';

/** The page that a query asks for; the cursor is the id of the last row seen. */
export function pageRequest(
  kind: IdKind,
  query: { readonly limit?: number | undefined; readonly after?: string | undefined },
): PageRequest {
  const { limit = 50, after } = query;
  if (after === undefined) return { limit };
  const id = parseId(kind, after);
  if (id === undefined)
    throw new Problem('invalid_request', {
      errors: [{ field: 'query.after', messages: ['must be the `next` of the page before'] }],
    });
  return { limit, after: id };
}

/** A page as it is answered. */
export function toPageAnswer<Row, Item>(kind: IdKind, page: Page<Row>, toItem: (row: Row) => Item) {
  return { items: page.rows.map(toItem), next: page.next === undefined ? null : formatId(kind, page.next) };
}
