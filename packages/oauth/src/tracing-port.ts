/** A piece of work worth a span. */
export interface TracedWork {
  readonly name: 'refresh' | 'revoke' | 'authorize' | 'callback exchange';
  /** Ids and names; never a token, a code or a URL. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * Known to both ends of one authorization, the start and the callback: their spans are of one trace though two requests
   * of a browser lie between. A hash: what it was made of cannot be learnt from the trace.
   */
  readonly flow?: Uint8Array;
}

/** Where spans go that belong to no adapter's call. */
export interface TracingPort {
  /** Runs the work within a span, whose outcome is what `outcomeOf` says of the result. */
  span<Result>(work: TracedWork, run: () => Promise<Result>, outcomeOf: (result: Result) => string): Promise<Result>;
}

/** The work within a span, or by itself where nobody traces. */
export function traced<Result extends { readonly kind: string }>(
  { tracing }: { readonly tracing?: TracingPort },
  work: () => TracedWork,
  run: () => Promise<Result>,
): Promise<Result> {
  return tracing ? tracing.span(work(), run, ({ kind }) => kind) : run();
}
