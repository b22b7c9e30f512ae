import { type CallbackPlace, parseId } from '@latchkey/oauth';

/** The two forms of a redirect URI of ours: the second where an input chooses the authorization server. */
export const callbackPaths = ['/callback/:configId/:environment', '/callback/:configId/:environment/:server'] as const;

export interface CallbackParams {
  readonly configId: string;
  readonly environment: string;
  readonly server?: string;
}

/** Which redirect URI a response came to; `undefined`: none of ours. */
export function callbackPlace({ configId, environment, server }: CallbackParams): CallbackPlace | undefined {
  const connectionConfigId = parseId('connection_config', configId);
  if (!connectionConfigId || (server !== undefined && !/^[\w-]{22}$/.test(server))) return undefined;
  return { connectionConfigId, environment, serverSegment: server };
}
