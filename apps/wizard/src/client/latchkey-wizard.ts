import type { WizardConnection, WizardState } from '@latchkey/sdk';
import { createFormats, messagesFor, writtenLanguage } from '@latchkey/sdk/messages';
import type { TemplateResult } from 'lit';
import { announce } from './announce.js';
import { announcement, type Shown, shownWord } from './announcement.js';
import { type Answer, createDoor, type Door } from './door.js';
import type { LatchkeyDisconnectDialog } from './latchkey-disconnect-dialog.js';
import { LightElement } from './light-element.js';
import { pasteCode } from './paste-code.js';
import { pollDelay } from './poll-delay.js';
import { isStillStarting, isUnderWay, type Started } from './underway.js';
import { environmentLabel, type WizardContext } from './wizard-context.js';
import { summaryText, wizardScreen } from './wizard-screen.js';

/** `<latchkey-wizard>`: holds the page's state, asks the server again, announces what changed, and lays out the cards. */
export class LatchkeyWizard extends LightElement {
  static override properties = {
    state: { state: true },
    environment: { state: true },
    reach: { state: true },
    started: { state: true },
  };
  declare private state: WizardState;
  declare private environment: string;
  /** `offline` while calls go unanswered, `ended` once the session is over. */
  declare private reach: 'online' | 'offline' | 'ended';
  declare private started: ReadonlyMap<string, Started>;
  private readonly door: Door;
  private readonly cancelling = new Set<string>();
  /** Whose test the state that is being taken tells of. */
  private tested: string | undefined;
  /** Milliseconds that the server's clock is ahead of this one. */
  private ahead = 0;
  private seenAt = Date.now();
  private underWaySince: number | undefined;
  private busy: ReadonlySet<string> = new Set();
  /** `again`: someone asked while a call was out; its answer may be older than what they know of. */
  private polling: 'no' | 'once' | 'again' = 'no';
  private readonly channel = new BroadcastChannel('latchkey');
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private shown = 0;

  constructor() {
    super();
    this.state = JSON.parse(document.getElementById('wizard-state')?.textContent ?? '') as WizardState;
    this.door = createDoor(this.state.id, () => this.state.csrfToken);
    this.environment = this.fromFragment()?.environment ?? this.state.environments[0] ?? 'production';
    this.reach = 'online';
    this.started = new Map();
    this.take(this.state);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.channel.addEventListener('message', this.poll);
    window.addEventListener('focus', this.poll);
    window.addEventListener('pageshow', (event) => (event.persisted ? this.poll() : undefined));
    document.addEventListener('visibilitychange', () => (document.hidden ? undefined : this.poll()));
    this.addEventListener('latchkey-started', (event) => this.start((event as CustomEvent<string>).detail));
    this.addEventListener('latchkey-disconnect', (event) =>
      this.askToDisconnect((event as CustomEvent<string>).detail),
    );
    this.addEventListener('latchkey-environment', (event) => this.choose((event as CustomEvent<string>).detail));
    this.schedule();
  }

  /** After a return in the same tab, the card's heading takes the focus. */
  protected override firstUpdated(): void {
    const returned = this.fromFragment();
    if (returned === undefined) return;
    void this.updateComplete.then(() => {
      const heading = document.getElementById(returned.id);
      heading?.focus({ preventScroll: true });
      heading?.closest('.card')?.scrollIntoView({ block: 'start' });
    });
  }

  protected override render(): TemplateResult {
    return wizardScreen(this.context(), {
      environment: this.environment,
      reach: this.reach,
      seenAt: this.seenAt + this.ahead,
      startedOf: (connection) => this.startedOf(connection),
    });
  }

  private context(): WizardContext {
    const messages = messagesFor(this.state.lang);
    return {
      state: this.state,
      messages,
      formats: createFormats(messages, writtenLanguage(this.state.lang), Date.now() + this.ahead),
      events: this.door.events,
      callbackUrl: this.callbackUrl,
      cancel: (id) => this.cancel(id),
      test: (id, form) => this.test(id, form),
      askForCode: (id, form) => this.change(() => this.door.askForCode(id, form)),
      paste: (id, pasted) => pasteCode((call) => this.change(call), this.door, id, pasted),
      confirm: (id, session, answer) => this.change(() => this.door.confirm(id, session, answer)),
      disconnect: (id) => this.change(() => this.door.disconnect(id)),
      end: () => this.end(),
      announce,
    };
  }

  // One function for all renders: a field that was typed in asks later.
  private readonly callbackUrl: WizardContext['callbackUrl'] = async (id, inputs) => {
    const answer = await this.door.callbackUrl(id, inputs);
    if (answer.kind === 'ended') this.end();
    return answer.kind === 'ok' ? (answer.value.url ?? undefined) : undefined;
  };

  private fromFragment(): WizardConnection | undefined {
    const id = decodeURIComponent(location.hash.slice(1));
    return this.state.connections.find((connection) => connection.id === id);
  }

  private startedOf(connection: WizardConnection): 'started' | 'idle' {
    return isStillStarting(this.started.get(connection.id), Date.now(), connection) ? 'started' : 'idle';
  }

  private start(id: string): void {
    const before = this.state.connections.find((connection) => connection.id === id);
    if (before === undefined) return;
    this.announceFrom(() => {
      this.started = new Map(this.started).set(id, { at: Date.now(), before });
    });
    this.watch();
    this.schedule();
  }

  private askToDisconnect(id: string): void {
    const connection = this.state.connections.find((candidate) => candidate.id === id);
    const dialog = this.querySelector<LatchkeyDisconnectDialog>('latchkey-disconnect-dialog');
    if (connection !== undefined) void dialog?.ask(connection);
  }

  private choose(environment: string): void {
    this.environment = environment;
    const { messages } = this.context();
    const inIt = this.state.connections.filter((connection) => connection.environment === environment);
    const counts = summaryText(inIt, (connection) => this.startedOf(connection), messages);
    announce(messages.wizard.environmentChosen(environmentLabel(environment), counts));
  }

  private async cancel(id: string): Promise<'done' | 'failed'> {
    this.cancelling.add(id);
    const result = await this.change(
      () => this.door.cancel(id),
      () => {
        const started = new Map(this.started);
        started.delete(id);
        this.started = started;
      },
    );
    this.cancelling.delete(id);
    return result;
  }

  private async test(id: string, form: URLSearchParams): Promise<'done' | 'failed'> {
    const told = () => {
      this.tested = id;
    };
    const result = await this.change(() => this.door.test(id, form), told);
    this.tested = undefined;
    return result;
  }

  private async change(call: () => Promise<Answer<WizardState>>, alongside = () => {}): Promise<'done' | 'failed'> {
    const asked = ++this.asked;
    const answer = await call();
    if (answer.kind === 'ended') this.end();
    if (answer.kind !== 'ok') return 'failed';
    this.shown = Math.max(this.shown, asked);
    this.announceFrom(() => {
      alongside();
      this.take(answer.value);
    });
    this.schedule();
    return 'done';
  }

  private readonly poll = async (): Promise<void> => {
    if (this.reach === 'ended' || this.polling === 'again') return;
    clearTimeout(this.timer);
    if (this.polling === 'once') {
      this.polling = 'again';
      return;
    }
    this.polling = 'once';
    const asked = ++this.asked;
    const answer = await this.door.state();
    // An answer that was asked for before the one on screen is old news.
    if (asked > this.shown) this.receive(asked, answer);
    const again = (this.polling as string) === 'again';
    this.polling = 'no';
    if (again) await this.poll();
    else this.schedule();
  };

  private receive(asked: number, answer: Answer<WizardState>): void {
    if (answer.kind === 'ok') {
      this.shown = asked;
      this.reach = 'online';
      this.announceFrom(() => this.take(answer.value));
    } else if (answer.kind === 'ended') {
      this.end();
    } else if (this.reach === 'online') {
      this.reach = 'offline';
      const { messages, formats } = this.context();
      const { lead, rest } = messages.wizard.offline(formats.time(this.seenAt + this.ahead));
      announce(`${lead} ${rest}`);
    }
  }

  private take(state: WizardState): void {
    this.state = state;
    this.seenAt = Date.now();
    this.ahead = Date.parse(state.serverTime) - this.seenAt;
    // Once the server has spoken of a sign-in it is forgotten here, or a disconnect would look like its beginning.
    const running = [...this.started].filter(([id]) =>
      state.connections.some((connection) => connection.id === id && this.startedOf(connection) === 'started'),
    );
    if (running.length < this.started.size) this.started = new Map(running);
    this.watch();
  }

  /** Notes what is under way; the quick polling starts again with each new sign-in or disconnect. */
  private watch(): void {
    const busy = this.state.connections
      .filter((connection) => isUnderWay(connection) || this.startedOf(connection) === 'started')
      .map(({ id }) => id);
    if (busy.some((id) => !this.busy.has(id))) this.underWaySince = Date.now();
    if (busy.length === 0) this.underWaySince = undefined;
    this.busy = new Set(busy);
  }

  private end(): void {
    this.reach = 'ended';
    clearTimeout(this.timer);
    const { messages, state } = this.context();
    announce(messages.pages.ended.text(state.organization.name));
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.reach === 'ended') return;
    const delay = pollDelay({
      underWayFor: this.underWaySince === undefined ? undefined : Date.now() - this.underWaySince,
      connected: this.state.connections.some(({ status }) => status === 'active' || status === 'error')
        ? 'some'
        : 'none',
      tab: document.hidden ? 'hidden' : 'visible',
      door: this.reach === 'offline' ? 'unreachable' : 'answering',
    });
    if (delay !== undefined) this.timer = setTimeout(this.poll, delay);
  }

  /** Makes a change and says, once, what it did to each card. */
  private announceFrom(change: () => void): void {
    const look = (connection: WizardConnection): Shown => ({
      connection,
      word: shownWord(connection, this.startedOf(connection)),
    });
    const before = new Map(this.state.connections.map((connection) => [connection.id, look(connection)]));
    change();
    const context = this.context();
    const sentences = this.state.connections.flatMap((connection) => {
      const { id } = connection;
      const cause = this.cancelling.has(id) ? 'cancelled' : this.tested === id ? 'tested' : 'other';
      return announcement(before.get(connection.id), look(connection), cause, context) ?? [];
    });
    if (sentences.length > 0) announce(sentences.join(' '));
  }
}
