import type { ProtocolTimes } from '@latchkey/oauth';

/** What the callback door needs to know; every process and test gives it as one value. */
export interface CallbackConfig {
  readonly host: string;
  readonly port: number;
  /** Public base URL of this door, for example `https://oauth2.example.com`; never taken from a request. */
  readonly publicUrl: string;
  readonly region: string;
  /** Login `latchkey_app`. */
  readonly databaseUrl: string;
  /** `redis://…`, or a Postgres URL. */
  readonly queueUrl: string;
  readonly times?: ProtocolTimes;
}
