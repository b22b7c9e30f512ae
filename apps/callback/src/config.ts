import {
  type DoorConfig,
  type DoorProcessConfig,
  doorConfigFrom,
  doorVariables,
  joinRegions,
  trustedProxies,
} from '@latchkey/compose';
import type { Regions } from '@latchkey/oauth';
import { port, requireEnvironment, text, withDefault } from '@latchkey/process';

/** What the callback door needs to know; every process and test gives it as one value. Its database login is latchkey_app. */
export interface CallbackConfig extends DoorConfig {
  readonly host: string;
  readonly port: number;
  /** Public base URL of this door, for example `https://oauth2.example.com`; never taken from a request. */
  readonly publicUrl: string;
  /** Public base URL of the wizard, where it is another origin: what arrives at the callback is handed back there. */
  readonly wizardUrl?: string | undefined;
  readonly regions: Regions;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
}

export interface CallbackProcessConfig extends CallbackConfig, DoorProcessConfig {
  readonly privatePort: { readonly host: string; readonly port: number };
}

/** Reads the environment; throws one error that names every variable that is missing or malformed. */
export async function readCallbackConfig(env: NodeJS.ProcessEnv): Promise<CallbackProcessConfig> {
  const read = requireEnvironment(
    {
      ...doorVariables,
      HOST: withDefault(text('the address to listen on'), '127.0.0.1'),
      PORT: withDefault(port('the port to listen on'), 4200),
      PRIVATE_PORT: withDefault(port('the port of /readyz'), 4290),
      TRUSTED_PROXIES: trustedProxies,
    },
    env,
  );
  return {
    ...(await doorConfigFrom(read)),
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.CALLBACK_PUBLIC_URL,
    wizardUrl: read.WIZARD_PUBLIC_URL,
    regions: joinRegions(read),
    trustedProxies: read.TRUSTED_PROXIES,
    privatePort: { host: read.PRIVATE_HOST, port: read.PRIVATE_PORT },
  };
}
