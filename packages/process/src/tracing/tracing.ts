/** Values of a span's attributes. Never a secret, and never a URL with its query. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A span under way. */
export interface RunningSpan {
  /** Runs a function within the span: what it starts and what it awaits belongs to it. */
  run<Result>(work: () => Result): Result;
  end(how: { readonly outcome?: string; readonly failed?: 'yes' | 'no'; readonly attributes?: SpanAttributes }): void;
}

export interface SpanStart {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly attributes: SpanAttributes;
  /** The span begins, or goes on with, the trace of this hash, and is linked to the one that it would have been in. */
  readonly flow?: Uint8Array;
  /** Headers that may hold somebody else's trace context (W3C): linked to, never followed. */
  readonly caller?: Readonly<Record<string, string | string[] | undefined>>;
}

/** Traces of this process. */
export interface Tracing {
  start(span: SpanStart): RunningSpan;
  /** Of the span that is under way, for log lines. */
  ids(): { readonly trace_id: string; readonly span_id: string } | undefined;
  /** Sends what is left, for as long as that may take, and ends. */
  stop(): Promise<void>;
}
