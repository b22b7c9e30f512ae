import type { WizardConnection, WizardState } from '@latchkey/sdk';
import type { Formats, Messages, Names } from '@latchkey/sdk/messages';
import type { Door } from './door.js';

/** What every part of the page needs; a new object whenever something in it changed. */
export interface WizardContext {
  readonly state: WizardState;
  readonly messages: Messages;
  /** Relative to the server's clock, in the browser's time zone. */
  readonly formats: Formats;
  readonly events: Door['events'];
  /** The callback URL that goes with these values of inputs; `undefined` while they do not say which server it is. */
  readonly callbackUrl: (connectionId: string, inputs: Readonly<Record<string, string>>) => Promise<string | undefined>;
  /** Cancels a sign-in on the server and shows what it answered. */
  readonly cancel: (connectionId: string) => Promise<'done' | 'failed'>;
  /** Tests with what the card's form holds, and shows and says what came of it. */
  readonly test: (connectionId: string, form: URLSearchParams) => Promise<'done' | 'failed'>;
  /** Asks for a device code with what the card's form holds, and shows what came of it. */
  readonly askForCode: (connectionId: string, form: URLSearchParams) => Promise<'done' | 'failed'>;
  /** Brings a pasted code and shows what came of it: `done`, `failed`, or the code of the door's refusal. */
  readonly paste: (connectionId: string, pasted: string) => Promise<string>;
  /** Answers whose account the sign-in `session` was made with, and shows what came of it. */
  readonly confirm: (
    connectionId: string,
    session: string,
    answer: 'confirm' | 'decline',
  ) => Promise<'done' | 'failed'>;
  /** Disconnects and shows what the server answered. */
  readonly disconnect: (connectionId: string) => Promise<'done' | 'failed'>;
  /** A call found that the session is over. */
  readonly end: () => void;
  /** Says a sentence through the page's one live region. */
  readonly announce: (text: string) => void;
}

/** The names that sentences about a connection speak of. */
export function namesOf(state: WizardState, connection: WizardConnection): Names {
  return { provider: connection.name, organization: state.organization.name, integration: state.integration.name };
}

/** "production" → "Production" */
export function environmentLabel(environment: string): string {
  return environment.charAt(0).toLocaleUpperCase('en') + environment.slice(1);
}
