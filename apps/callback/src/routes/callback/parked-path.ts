/** Where the browser that began fetches a parked response. The reference is in the query, which is never logged. */
export function parkedPath(reference: string): string {
  return `/callback/parked?reference=${encodeURIComponent(reference)}`;
}
