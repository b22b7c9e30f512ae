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

/** What the API needs to know; every process and test gives it as one value. Its database login is latchkey_app. */
export interface ApiConfig extends DoorConfig {
  readonly host: string;
  readonly port: number;
  /** The callback door's public base URL: redirect URIs begin with it. */
  readonly callbackPublicUrl: string;
  /** The wizard's, where it is another origin. */
  readonly wizardPublicUrl?: string | undefined;
  readonly regions: Regions;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
}

export interface ApiProcessConfig extends ApiConfig, DoorProcessConfig {
  readonly privatePort: { readonly host: string; readonly port: number };
}

/** Reads the environment; throws one error that names every variable that is missing or malformed. */
export async function readApiConfig(env: NodeJS.ProcessEnv): Promise<ApiProcessConfig> {
  const read = requireEnvironment(
    {
      ...doorVariables,
      HOST: withDefault(text('the address to listen on'), '127.0.0.1'),
      PORT: withDefault(port('the port to listen on'), 4100),
      PRIVATE_PORT: withDefault(port('the port of /readyz'), 4190),
      TRUSTED_PROXIES: trustedProxies,
    },
    env,
  );
  return {
    ...(await doorConfigFrom(read)),
    host: read.HOST,
    port: read.PORT,
    callbackPublicUrl: read.CALLBACK_PUBLIC_URL,
    wizardPublicUrl: read.WIZARD_PUBLIC_URL,
    regions: joinRegions(read),
    trustedProxies: read.TRUSTED_PROXIES,
    privatePort: { host: read.PRIVATE_HOST, port: read.PRIVATE_PORT },
  };
}
