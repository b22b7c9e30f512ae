import pino, { type DestinationStream, type Logger } from 'pino';

/** What every process logs with. */
export interface LoggerOptions {
  /** The process: `api`, `callback`, `worker`. */
  readonly name: string;
  /** Takes the secrets out of one finished line of JSON: `redactLine` of the vault, which holds the one list. */
  readonly redact: (line: string) => string;
  /** `info` by default; `silent` writes nothing. */
  readonly level?: string;
  /** Ids of the trace that a line belongs to. */
  readonly traceIds?: (() => object | undefined) | undefined;
  /** stdout by default, written synchronously, so that the last lines before an exit are there and in order. */
  readonly destination?: DestinationStream;
}

/**
 * A pino logger that writes one line of JSON per event: `level` as a word, `time` in ISO 8601, `name`, `pid` and
 * `hostname`; an error is logged as `err`. Every line, also of child loggers, passes through `redact` last of all.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { name, redact, level = 'info', traceIds, destination = pino.destination({ dest: 1, sync: true }) } = options;
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
      ...(traceIds ? { mixin: () => traceIds() ?? {} } : {}),
    },
    destination,
  );
}
