import { integer, port, requireEnvironment, text, withDefault } from '@latchkey/process';

/** Where `npm start` listens and how its sandbox behaves. */
export interface StartConfig {
  readonly api: Address;
  readonly callback: Address;
  readonly provider: Address;
  readonly vendor: Address;
  readonly privatePort: Address;
  readonly accessTokenSeconds: number;
  readonly logLevel: string;
  /** In whose `.latchkey` the data is kept; the checkout when left out. */
  readonly dataFolder?: string;
  /** When the person pressed Enter, in milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads the environment. Wizard, provider and vendor have loopback addresses of their own, because ports share cookies
 * and site: only so does `npm start` behave as it will on the internet.
 */
export function readStartConfig(env: NodeJS.ProcessEnv): StartConfig {
  const read = requireEnvironment(
    {
      LATCHKEY_HOST: withDefault(text('the loopback address of the API and the wizard'), '127.0.0.1'),
      LATCHKEY_PROVIDER_HOST: withDefault(text('the loopback address of the sandbox provider'), '127.0.0.2'),
      LATCHKEY_VENDOR_HOST: withDefault(text("the loopback address of the vendor's page"), '127.0.0.3'),
      LATCHKEY_API_PORT: withDefault(port('the port of the API'), 4100),
      LATCHKEY_CALLBACK_PORT: withDefault(port('the port of the wizard and the callback'), 4200),
      LATCHKEY_PROVIDER_PORT: withDefault(port('the port of the sandbox provider'), 4300),
      LATCHKEY_VENDOR_PORT: withDefault(port("the port of the vendor's page"), 4400),
      PRIVATE_PORT: withDefault(port('the port of /readyz'), 4190),
      SANDBOX_ACCESS_TOKEN_SECONDS: withDefault(
        integer("the life of the sandbox's access tokens in seconds", { min: 2, max: 86_400 }),
        60,
      ),
      LATCHKEY_DATA_FOLDER: withDefault(text('a folder, in whose .latchkey the data is kept'), undefined),
      LATCHKEY_LOG_LEVEL: withDefault(text('a log level'), 'warn'),
      LATCHKEY_STARTED_AT: withDefault(integer('milliseconds since the epoch'), Date.now()),
    },
    env,
  );
  return {
    api: { host: read.LATCHKEY_HOST, port: read.LATCHKEY_API_PORT },
    callback: { host: read.LATCHKEY_HOST, port: read.LATCHKEY_CALLBACK_PORT },
    provider: { host: read.LATCHKEY_PROVIDER_HOST, port: read.LATCHKEY_PROVIDER_PORT },
    vendor: { host: read.LATCHKEY_VENDOR_HOST, port: read.LATCHKEY_VENDOR_PORT },
    privatePort: { host: read.LATCHKEY_HOST, port: read.PRIVATE_PORT },
    accessTokenSeconds: read.SANDBOX_ACCESS_TOKEN_SECONDS,
    logLevel: read.LATCHKEY_LOG_LEVEL,
    ...(read.LATCHKEY_DATA_FOLDER === undefined ? {} : { dataFolder: read.LATCHKEY_DATA_FOLDER }),
    startedAt: read.LATCHKEY_STARTED_AT,
  };
}
