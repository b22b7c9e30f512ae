/** Which part of a list is wanted: at most `limit` rows after the row with the id `after`, in the order of ids. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}

/** A part of a list; `next` is the id to go on after, absent at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** The arguments that make Prisma read one row more than the page holds, so that its end is known. */
export function pageArguments(page: PageRequest) {
  return {
    take: page.limit + 1,
    orderBy: { id: 'asc' as const },
  };
}

/** The condition that skips everything up to the cursor. */
export function afterCursor(page: PageRequest) {
  return page.after === undefined ? {} : { id: { gt: page.after } };
}

/** Cuts what pageArguments read to the page. */
export function toPage<Row extends { readonly id: string }>(rows: readonly Row[], page: PageRequest): Page<Row> {
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  return { rows: kept, ...(rows.length > page.limit && last ? { next: last.id } : {}) };
}
