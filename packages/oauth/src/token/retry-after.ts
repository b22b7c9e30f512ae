/** Retry-After in seconds (RFC 9110 section 10.2.3); a date is not used, since clocks differ. */
export function retryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}
