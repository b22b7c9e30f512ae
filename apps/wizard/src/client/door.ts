import type { WizardEventPage, WizardState } from '@latchkey/sdk';

/** What came of a call: `ended` = the wizard session is over; `unreachable` = no answer, too late, or 5xx; `refused` = 4xx. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'ended' | 'unreachable' }
  /** `code` is the door's, from its closed list. */
  | { readonly kind: 'refused'; readonly code?: string };

/** The calls of the wizard's page to the callback door: same origin, with the session's cookie. None of them throws. */
export interface Door {
  readonly state: () => Promise<Answer<WizardState>>;
  /** The callback URL that goes with what is typed; null while that does not say which server it is. */
  readonly callbackUrl: (
    connectionId: string,
    inputs: Readonly<Record<string, string>>,
  ) => Promise<Answer<{ readonly url: string | null }>>;
  readonly cancel: (connectionId: string) => Promise<Answer<WizardState>>;
  /** Sends a card's form: the answer comes once the provider's is there. */
  readonly test: (connectionId: string, form: URLSearchParams) => Promise<Answer<WizardState>>;
  /** Sends a card's form where a device code is typed: the answer comes once the provider gave one. */
  readonly askForCode: (connectionId: string, form: URLSearchParams) => Promise<Answer<WizardState>>;
  /** Brings a code that the provider showed: the answer comes once the provider's is there. */
  readonly paste: (connectionId: string, pasted: string) => Promise<Answer<WizardState>>;
  /** Says whether the account of the sign-in `session` is the person's. */
  readonly confirm: (
    connectionId: string,
    session: string,
    answer: 'confirm' | 'decline',
  ) => Promise<Answer<WizardState>>;
  readonly disconnect: (connectionId: string) => Promise<Answer<WizardState>>;
  /** Newest first; `before` from the page before, `show: 'problems'` leaves out the rest. */
  readonly events: (
    connectionId: string,
    query: { readonly before?: string; readonly show: 'all' | 'problems' },
  ) => Promise<Answer<WizardEventPage>>;
}

const TIME_OUT = 10_000;
/** A test waits for the provider, which gets half a minute for each request. */
const TEST_TIME_OUT = 90_000;

/** The door of one wizard session. `csrfToken` is read at each call, because a newer state may bring a newer token. */
export function createDoor(wizardId: string, csrfToken: () => string): Door {
  const wizard = `/wizard/${encodeURIComponent(wizardId)}`;
  const post = <T = WizardState>(path: string, body: unknown, timeOut = TIME_OUT) =>
    call<T>(
      path,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken() },
        body: JSON.stringify(body),
      },
      timeOut,
    );
  const send = (path: string, form: URLSearchParams) =>
    call<WizardState>(
      path,
      { method: 'POST', headers: { accept: 'application/json', 'x-csrf-token': csrfToken() }, body: form },
      TEST_TIME_OUT,
    );
  return {
    state: () => call<WizardState>(`${wizard}/state`, {}),
    callbackUrl: (id, inputs) => post(`${wizard}/connections/${encodeURIComponent(id)}/callback-url`, { inputs }),
    cancel: (id) => post(`${wizard}/connections/${encodeURIComponent(id)}/cancel`, {}),
    test: (id, form) => send(`/test/${encodeURIComponent(id)}`, form),
    askForCode: (id, form) => send(`/connect/${encodeURIComponent(id)}`, form),
    paste: (id, pasted) => post(`${wizard}/connections/${encodeURIComponent(id)}/paste`, { pasted }, TEST_TIME_OUT),
    confirm: (id, session, answer) =>
      post(`${wizard}/connections/${encodeURIComponent(id)}/confirm`, { session, answer }),
    disconnect: (id) => post(`/disconnect/${encodeURIComponent(id)}`, { wizard: wizardId }),
    events: (id, { before, show }) => {
      const query = new URLSearchParams();
      if (before !== undefined) query.set('before', before);
      if (show === 'problems') query.set('problems', '1');
      return call<WizardEventPage>(`${wizard}/connections/${encodeURIComponent(id)}/events?${query}`, {});
    },
  };
}

async function call<T>(path: string, init: RequestInit, timeOut = TIME_OUT): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      ...init,
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(timeOut),
    });
    if (response.ok) return { kind: 'ok', value: (await response.json()) as T };
    if (response.status >= 500) return { kind: 'unreachable' };
    const problem = (await response.json().catch(() => ({}))) as { readonly code?: string };
    if (response.status === 401 && problem.code === 'wizard_session_expired') return { kind: 'ended' };
    return { kind: 'refused', ...(typeof problem.code === 'string' ? { code: problem.code } : {}) };
  } catch {
    return { kind: 'unreachable' };
  }
}
