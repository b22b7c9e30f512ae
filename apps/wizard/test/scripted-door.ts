import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { WizardEvent, WizardState } from '@latchkey/sdk';
import {
  ASSETS_PATH,
  assetsDirectory,
  ICON_PATH,
  PAGE_CONTENT_SECURITY_POLICY,
  renderWizardPage,
} from '../../callback/src/pages/index.js';

/** What the scripted door was asked, beside pages and assets. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly csrf: string | undefined;
  readonly body: string;
}

/** A small server that plays the callback door from a state that the test sets. */
export interface ScriptedDoor {
  readonly url: string;
  state: WizardState;
  /** What comes instead of answers: `expired` = 401 problem, `silent` = the socket is cut. */
  mood: 'well' | 'expired' | 'silent' | 'refusing';
  /** Newest first; pages of `pageSize`. */
  events: readonly WizardEvent[];
  pageSize: number;
  readonly asked: Asked[];
  /** Called at each POST, to change `state`. */
  onPost: (path: string, body: string) => void;
  /** What a POST is refused with. */
  refusal: { readonly status: number; readonly code: string } | undefined;
  /** Pages to serve by path, instead of the wizard. */
  readonly pages: Map<string, string>;
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** Starts the door on a free port of this machine. */
export async function startScriptedDoor(state: WizardState): Promise<ScriptedDoor> {
  const server = createServer((request, response) => void answer(door, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const door: ScriptedDoor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    mood: 'well',
    events: [],
    pageSize: 50,
    asked: [],
    onPost: () => {},
    refusal: undefined,
    pages: new Map(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return door;
}

async function answer(door: ScriptedDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', door.url);
  const path = url.pathname;
  if (path.startsWith(ASSETS_PATH)) {
    const name = path.slice(ASSETS_PATH.length);
    response.writeHead(200, { 'content-type': TYPES[name.split('.')[1] ?? ''] ?? 'text/plain' });
    response.end(readFileSync(join(assetsDirectory, name)));
    return;
  }
  const page = door.pages.get(path) ?? (path === `/wizard/${door.state.id}` ? renderWizardPage(door.state) : undefined);
  if (page !== undefined) return sendPage(response, page);
  if (path === '/favicon.ico' || path === ICON_PATH) return void response.writeHead(204).end();

  const body = await text(request);
  const csrf = request.headers['x-csrf-token'];
  door.asked.push({
    method: request.method ?? '',
    path: path + url.search,
    csrf: typeof csrf === 'string' ? csrf : undefined,
    body,
  });
  if (door.mood === 'silent') return void request.socket.destroy();
  if (door.mood === 'expired') return sendJson(response, 401, { code: 'wizard_session_expired', status: 401 });
  if (request.method === 'POST') {
    if (door.mood === 'refusing') return sendJson(response, 409, { code: 'conflict' });
    if (door.refusal) return sendJson(response, door.refusal.status, { code: door.refusal.code });
    door.onPost(path, body);
    // A script that connects asks for the state; a form of the browser gets the provider's page.
    if (path.startsWith('/connect/') && !request.headers.accept?.includes('application/json'))
      return sendPage(response, '<!doctype html><title>Provider</title><h1>Provider</h1>');
  }
  if (path.endsWith('/events')) return sendJson(response, 200, eventPage(door, url.searchParams));
  sendJson(response, request.method === 'POST' ? 202 : 200, door.state);
}

function eventPage(door: ScriptedDoor, query: URLSearchParams): unknown {
  const all = door.events.filter((event) => query.get('problems') !== '1' || event.severity === 'problem');
  const start = query.has('before') ? all.findIndex(({ id }) => id === query.get('before')) + 1 : 0;
  const events = all.slice(start, start + door.pageSize);
  return start + door.pageSize < all.length ? { events, before: events.at(-1)?.id } : { events };
}

function sendPage(response: ServerResponse, page: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
  response.end(page);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
  response.end(JSON.stringify(body));
}
