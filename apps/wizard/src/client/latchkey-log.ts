import type { WizardConnection, WizardEvent } from '@latchkey/sdk';
import { plainText, type Sentence } from '@latchkey/sdk/messages';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';
import { logGlyph, logLine } from './log-line.js';
import { type LogSoFar, withNewest, withOlder } from './log-page.js';
import { logText } from './log-text.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-log>`: the log of one connection, newest first, by day, in the browser's time zone; asks again when it changed. */
export class LatchkeyLog extends LightElement {
  static override properties = {
    connection: { attribute: false },
    context: { attribute: false },
    known: { state: true },
    show: { state: true },
    progress: { state: true },
  };
  declare connection: WizardConnection;
  declare context: WizardContext;
  declare private known: LogSoFar | undefined;
  declare private show: 'all' | 'problems';
  declare private progress: 'idle' | 'loading' | 'failed';
  /** What the connection looked like when the newest page was asked for. */
  private seen = '';
  private request = 0;

  constructor() {
    super();
    this.show = 'all';
    this.progress = 'loading';
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('connection')) return;
    const look = JSON.stringify(this.connection);
    if (look === this.seen) return;
    this.seen = look;
    void this.load('newest');
  }

  private async load(which: 'newest' | 'older'): Promise<void> {
    const request = ++this.request;
    const known = this.known;
    if (known === undefined) this.progress = 'loading';
    const before = which === 'older' && known?.before !== undefined ? { before: known.before } : {};
    const answer = await this.context.events(this.connection.id, { ...before, show: this.show });
    if (request !== this.request) return;
    if (answer.kind !== 'ok') {
      this.progress = 'failed';
      if (answer.kind === 'ended') this.context.end();
      return;
    }
    this.progress = 'idle';
    this.known = which === 'older' && known ? withOlder(known, answer.value) : withNewest(known, answer.value);
    if (which === 'older') {
      await this.updateComplete;
      const firstNew = answer.value.events[0]?.id;
      if (firstNew !== undefined) document.getElementById(this.idOf(firstNew))?.focus();
    }
  }

  protected override render(): TemplateResult {
    const { messages } = this.context;
    const { id, name } = this.connection;
    const filter = (show: 'all' | 'problems') =>
      html`<label
        ><input
          type="radio"
          name="${id}-log-show"
          .checked=${show === this.show}
          @change=${() => this.choose(show)}
        /><span>${messages.log[show]}</span></label
      >`;
    return html`<section class="log" id="${id}-log" aria-labelledby="${id}-log-title">
      <div class="log-head">
        <h3 id="${id}-log-title">${messages.log.title(name)}</h3>
        <div class="segments" role="radiogroup" aria-label=${messages.log.show}>${filter('all')}${filter('problems')}</div>
        <span class="push"
          ><button type="button" class="button button-plain" aria-label=${messages.log.copyLabel} @click=${this.copy}>
            ${glyph('copy')}${messages.log.copy}
          </button></span
        >
      </div>
      ${this.content()}
    </section>`;
  }

  private content(): TemplateResult {
    const { log } = this.context.messages;
    const events = this.known?.events ?? [];
    if (this.progress === 'failed' && this.known === undefined) {
      return html`<p class="second muted">
        ${log.failed}
        <button type="button" class="button-link" @click=${() => this.load('newest')}>${log.retry}</button>
      </p>`;
    }
    if (this.known === undefined) return html`<p class="second muted">${log.loading}</p>`;
    if (events.length === 0) return empty(this.show === 'all' ? log.empty : log.noProblems);
    return html`<ol>
        ${repeat(
          this.lines(events),
          ({ key }) => key,
          ({ line }) => line,
        )}
      </ol>
      <p class="log-foot">
        ${log.zone}
        ${
          this.known.before === undefined
            ? nothing
            : html`<button type="button" class="button-link" @click=${() => this.load('older')}>${log.older}</button>`
        }
        ${this.progress === 'failed' ? html`<span role="alert">${log.failed}</span>` : nothing}
      </p>`;
  }

  private lines(events: readonly WizardEvent[]): { key: string; line: TemplateResult }[] {
    const lines: { key: string; line: TemplateResult }[] = [];
    let last = '';
    for (const event of events) {
      const day = this.context.formats.day(event.at);
      if (day !== last) lines.push({ key: `day ${day}`, line: html`<li class="day">${day}</li>` });
      last = day;
      lines.push({ key: event.id, line: this.line(event) });
    }
    return lines;
  }

  private line(event: WizardEvent): TemplateResult {
    const { title, aside, text } = logLine(event, this.connection, this.context);
    const details = event.details ?? [];
    return html`<li class="event event-${event.severity}" id=${this.idOf(event.id)} tabindex="-1">
      <time datetime=${event.at}>${this.context.formats.time(event.at)}</time>${glyph(logGlyph(event))}
      <div class="event-text">
        <b>${title}</b>${aside === undefined ? nothing : html` <span class="muted" dir="auto">${aside}</span>`}
        ${text === undefined ? nothing : html`<p>${text}</p>`}
        ${
          details.length === 0
            ? nothing
            : html`<details class="technical">
                <summary>${this.context.messages.log.technical}</summary>
                <dl>
                  ${details.map(
                    ({ label, value }) =>
                      html`<dt>${plainText(label, 60)}</dt>
                        <dd dir="auto">${plainText(value)}</dd>`,
                  )}
                </dl>
              </details>`
        }
      </div>
    </li>`;
  }

  private idOf(eventId: string): string {
    return `${this.connection.id}-event-${eventId}`;
  }

  private choose(show: 'all' | 'problems'): void {
    this.show = show;
    this.known = undefined;
    void this.load('newest');
  }

  private readonly copy = async () => {
    const { log } = this.context.messages;
    try {
      await navigator.clipboard.writeText(logText(this.connection.id, this.known?.events ?? []));
      this.context.announce(log.copied);
    } catch {
      this.context.announce(log.notCopied);
    }
  };
}

function empty({ lead, rest }: Sentence): TemplateResult {
  return html`<div class="callout">${glyph('lines')}<p><b>${lead}</b> ${rest}</p></div>`;
}
