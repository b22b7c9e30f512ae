import type { WizardConnection } from '@latchkey/sdk';
import { faceFor, monogramOf } from '@latchkey/sdk/elements';
import type { Messages, StatusWord } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { shownWord } from './announcement.js';
import { glyph } from './glyph.js';
import { environmentLabel, type WizardContext } from './wizard-context.js';

/** What the screen shows beside the server's state. */
export interface WizardScreen {
  readonly environment: string;
  readonly reach: 'online' | 'offline' | 'ended';
  /** When the state on screen was received, by the server's clock, in milliseconds. */
  readonly seenAt: number;
  readonly startedOf: (connection: WizardConnection) => 'started' | 'idle';
}

/** The whole page: header, rail, cards, footer. */
export function wizardScreen(context: WizardContext, screen: WizardScreen): TemplateResult {
  const { state, messages } = context;
  const { organization, customer, integration, user } = state;
  const connections = state.connections.filter(({ environment }) => environment === screen.environment);
  const who = user?.email ?? user?.name;
  return html`<header class="top">
      <span class="tile tile-organization tile-small" aria-hidden="true">${monogramOf(organization.name).slice(0, 1)}</span>
      <span class="organization">${organization.name}</span>
      ${backLink(context, '')}
    </header>
    <main class="frame">
      <div class="rail">
        <div>
          <p class="over">${customer.name}</p>
          <h1>${integration.name}</h1>
          <p class="lead">${messages.wizard.intro(integration.name)}</p>
        </div>
        ${
          screen.reach === 'ended'
            ? nothing
            : html`${
                state.environments.length < 2
                  ? nothing
                  : html`<latchkey-environment
                        .environments=${state.environments}
                        .chosen=${screen.environment}
                        .messages=${messages}
                      ></latchkey-environment>`
              }${glance(connections, screen.startedOf, messages)}`
        }
      </div>
      ${
        screen.reach === 'ended'
          ? notice(
              'stop',
              messages.pages.ended.title,
              messages.pages.ended.safety(organization.name),
              backLink(context, 'button button-primary'),
            )
          : cards(connections, context, screen)
      }
    </main>
    <footer class="foot foot-page">
      <span>${who === undefined ? nothing : messages.wizard.signedInAs(who)}</span>
      <span>${messages.pages.kept(organization.name)}</span>
    </footer>
    <latchkey-disconnect-dialog .context=${context}></latchkey-disconnect-dialog>`;
}

function cards(connections: readonly WizardConnection[], context: WizardContext, screen: WizardScreen): TemplateResult {
  const { state, messages, formats } = context;
  const offline = messages.wizard.offline(formats.time(screen.seenAt));
  const sandbox = messages.wizard.sandbox;
  return html`<div class="cards">
    ${
      screen.environment === 'sandbox' && connections.length > 0
        ? html`<div class="callout">${glyph('info')}<p><b>${sandbox.lead}</b> ${sandbox.rest}</p></div>`
        : nothing
    }
    ${
      connections.length === 0
        ? notice(
            'tick',
            messages.wizard.emptyTitle,
            messages.wizard.empty(state.integration.name, environmentLabel(screen.environment)),
            backLink(context, 'button button-secondary'),
          )
        : html`<ul class="cards" aria-label=${messages.wizard.list}>
            ${repeat(
              connections,
              ({ id }) => id,
              (connection) =>
                html`<li>
                  <latchkey-card
                    .connection=${connection}
                    .context=${context}
                    .started=${screen.startedOf(connection)}
                  ></latchkey-card>
                </li>`,
            )}
          </ul>`
    }
    ${
      screen.reach === 'offline'
        ? html`<div class="callout sticky">${glyph('offline')}<p><b>${offline.lead}</b> ${offline.rest}</p></div>`
        : nothing
    }
  </div>`;
}

const ORDER: readonly StatusWord[] = ['attention', 'waiting', 'disconnecting', 'not_connected', 'not_used', 'working'];
/** Words that wait for the person: their counts lead to the first such card. */
const CALLING: ReadonlySet<StatusWord> = new Set(['attention', 'waiting', 'not_connected']);

function glance(
  connections: readonly WizardConnection[],
  startedOf: WizardScreen['startedOf'],
  messages: Messages,
): TemplateResult | typeof nothing {
  if (connections.length === 0) return nothing;
  return html`<nav class="glance" aria-label=${messages.wizard.glance}>
    <ul class="summary">
      ${countWords(connections, startedOf).map(({ word, count, first }) => {
        const { glyph: shape, tone } = faceFor(word);
        const text = messages.summary[word](count);
        return html`<li>
          ${glyph(shape, tone === 'busy' ? 'spin' : `tone-${tone}`)}${
            CALLING.has(word) ? html`<a href="#${first}">${text}</a>` : html`<span>${text}</span>`
          }
        </li>`;
      })}
    </ul>
  </nav>`;
}

/** "1 needs attention, 2 not connected" */
export function summaryText(
  connections: readonly WizardConnection[],
  startedOf: WizardScreen['startedOf'],
  messages: Messages,
): string {
  if (connections.length === 0) return messages.wizard.emptyTitle;
  return countWords(connections, startedOf)
    .map(({ word, count }) => messages.summary[word](count))
    .join(', ');
}

function countWords(
  connections: readonly WizardConnection[],
  startedOf: WizardScreen['startedOf'],
): { word: StatusWord; count: number; first: string }[] {
  return ORDER.flatMap((word) => {
    const all = connections.filter((connection) => shownWord(connection, startedOf(connection)) === word);
    const [first] = all;
    return first === undefined ? [] : [{ word, count: all.length, first: first.id }];
  });
}

function notice(
  shape: 'tick' | 'stop',
  title: string,
  text: string,
  action: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="card">
    <div class="card-inside card-notice">
      ${glyph(shape, 'glyph-large')}
      <div>
        <h2 tabindex="-1">${title}</h2>
        <p>${text}</p>
      </div>
      ${action === nothing ? nothing : html`<div class="actions">${action}</div>`}
    </div>
  </div>`;
}

function backLink({ state, messages }: WizardContext, classes: string): TemplateResult | typeof nothing {
  const { returnUrl, organization } = state;
  if (returnUrl === undefined || !/^https?:\/\//.test(returnUrl)) return nothing;
  return html`<a class=${classes} href=${returnUrl}
    >${classes === '' ? glyph('back') : nothing}${messages.pages.backTo(organization.name)}</a
  >`;
}
