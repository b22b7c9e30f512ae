import { Agent, request } from 'node:http';
import { callbackPublicUrl } from '../door-environment.js';
import type { Wizard } from './wizards.js';

/** Walks through Connect as a browser does, without showing anything. */
export interface Browser {
  /** Presses Connect and follows; resolves with the URL outside the door at which the walk ended. */
  connect(wizard: Wizard): Promise<string>;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** `doorUrl` is where the door listens; its public URL, which providers are told, may be another. */
export function createBrowser(doorUrl: string, sockets: number): Browser {
  // As a proxy passes it on: the door is served at its public URL's host alone.
  const { host } = new URL(callbackPublicUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });

  function send(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body: text }),
        );
      });
      asked.on('error', reject).end(body);
    });
  }

  function locationOf({ status, location, body }: Answer, from: string): string {
    if (location === undefined) throw new Error(`${from} answered ${status}: ${body.slice(0, 500)}`);
    return location;
  }

  return {
    async connect({ connectionId, wizardId, cookie, csrf }) {
      const form = new URLSearchParams({ wizard: wizardId, csrf, display: 'page' }).toString();
      const pressed = await send(
        'POST',
        `${doorUrl}/connect/${connectionId}`,
        {
          ...{ host, cookie },
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(form)),
        },
        form,
      );
      const [, provider] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(pressed.body) ?? [];
      if (provider === undefined) throw new Error(`/connect answered ${pressed.status}: ${pressed.body.slice(0, 500)}`);
      const consented = await send('GET', provider.replaceAll('&amp;', '&'), {});
      const back = new URL(locationOf(consented, 'the provider'));
      const ended = await send('GET', `${doorUrl}${back.pathname}${back.search}`, { host, cookie });
      return locationOf(ended, 'the callback');
    },
  };
}
