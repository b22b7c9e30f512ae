import type { WizardConnection, WizardInput, WizardState } from '@latchkey/sdk';
import { faceOf } from '@latchkey/sdk/elements';
import { type Messages, messagesFor } from '@latchkey/sdk/messages';
import { pageAssets } from './assets.js';
import { confirmForm } from './confirm-form.js';
import { deviceStep } from './device-step.js';
import { renderDocument } from './document.js';
import { html, jsonMarkup, linkable, type Markup } from './markup.js';
import { glyph, tile } from './parts.js';

/** URLs of the wizard's built script and stylesheet. */
export interface WizardPageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * The wizard's page: its first state as JSON in `#wizard-state`, a skeleton that the script replaces, and, where scripts do
 * not run, the cards with a Connect form each. Send it with 200 and `Cross-Origin-Opener-Policy: same-origin`.
 */
export function renderWizardPage(state: WizardState, assets: WizardPageAssets = pageAssets): string {
  const messages = messagesFor(state.lang);
  const back = linkable(state.returnUrl);
  return renderDocument({
    lang: state.lang,
    title: messages.wizard.title(state.integration.name),
    style: assets.style,
    head: html`<script type="application/json" id="wizard-state">${jsonMarkup(state)}</script>
<script type="module" src="${assets.script}"></script>`,
    body: html`<p class="visually-hidden" role="status" id="announcer"></p>
<latchkey-wizard>
<header class="top">${tile(state.organization.name.slice(0, 1), 'tile-organization tile-small')}<span class="organization">${
      state.organization.name
    }</span>${back === undefined ? undefined : html`<a href="${back}">${glyph('back')}${messages.pages.backTo(state.organization.name)}</a>`}</header>
<main class="frame">
<div class="rail"><div><p class="over">${state.customer.name}</p><h1>${state.integration.name}</h1><p class="lead">${messages.wizard.intro(
      state.integration.name,
    )}</p></div></div>
<div class="cards skeletons needs-script" aria-hidden="true">${state.connections.map(() => SKELETON)}</div>
<noscript><p class="hint">${messages.wizard.noScript}</p><ul class="cards">${state.connections.map(
      (connection) => html`<li>${staticCard(state, connection, messages)}</li>`,
    )}</ul></noscript>
</main>
<footer class="foot foot-page"><span></span><span>${messages.pages.kept(state.organization.name)}</span></footer>
</latchkey-wizard>`,
  });
}

const SKELETON = html`<div class="card"><div class="card-inside"><div class="card-head"><span class="skeleton skeleton-tile"></span><span class="skeleton-lines"><span class="skeleton skeleton-name"></span><span class="skeleton skeleton-purpose"></span></span><span class="skeleton skeleton-badge"></span></div><div class="card-body"><span class="skeleton skeleton-button"></span></div></div></div>`;

function staticCard(state: WizardState, connection: WizardConnection, messages: Messages): Markup {
  const face = faceOf(connection);
  const id = connection.id;
  return html`<article class="card card-${face.tone}" aria-labelledby="${id}"><div class="card-inside">
<header class="card-head">${tile(connection.name, '')}<div><h2 id="${id}">${connection.name}</h2>${
    connection.purpose === undefined ? undefined : html`<p>${connection.purpose}</p>`
  }</div><span class="badge badge-${face.tone}">${glyph(face.glyph)}${messages.status[face.word]}</span></header>
<div class="card-body">${deviceStep(state, connection, messages)}${connectForm(state, connection, messages)}</div>
</div></article>`;
}

function connectForm(state: WizardState, connection: WizardConnection, messages: Messages): Markup | undefined {
  const word = faceOf(connection).word;
  if (!connection.verbs.includes('connect') || word === 'disconnecting') return undefined;
  const asked = connection.authorization;
  if (asked?.kind === 'confirm') {
    const account = asked.account === undefined ? {} : { account: asked.account };
    const action = `/wizard/${state.id}/connections/${encodeURIComponent(connection.id)}/confirm`;
    const fields = { csrf: state.csrfToken, session: asked.id };
    return html`<h3>${messages.confirm.title(connection.name)}</h3>
${confirmForm(messages, { provider: connection.name, ...account, action, fields })}`;
  }
  const direct = connection.connects === 'directly';
  const text = direct
    ? messages.card.test
    : {
        not_connected: messages.card.connect,
        attention: messages.card.reconnect,
        waiting: messages.card.startAgain,
        working: messages.card.useAnother,
        not_used: messages.card.useAnother,
      }[word];
  const kind = word === 'not_connected' || word === 'attention' ? 'primary' : 'secondary';
  return html`<form class="connect-form" method="post" action="/${direct ? 'test' : 'connect'}/${encodeURIComponent(connection.id)}" target="${connection.connects ? '_self' : `latchkey-${connection.id}`}">
<input type="hidden" name="csrf" value="${state.csrfToken}"><input type="hidden" name="wizard" value="${state.id}"><input type="hidden" name="display" value="page">
${staticCallback(connection, messages)}${connection.inputs.map((input) => staticInput(connection, input, messages))}
<div class="actions"><button class="button button-${kind}" id="${connection.id}-connect" aria-labelledby="${connection.id}-connect ${connection.id}">${text}</button></div></form>`;
}

/** Without scripts it is known once the form was sent, which saves what was typed. */
function staticCallback({ id, name, callback }: WizardConnection, { inputs }: Messages): Markup | undefined {
  if (callback === undefined) return undefined;
  const label = callback.label ?? inputs.callback;
  if (callback.url === undefined)
    return html`<div class="field-callback"><p class="label">${label}</p><p class="hint">${inputs.callbackFollowsSent}</p></div>`;
  return html`<div class="field-callback"><label class="label" for="${id}-callback">${label}</label><input class="field mono" id="${id}-callback" readonly value="${callback.url}" dir="ltr"><p class="hint">${inputs.callbackHelp(name)}</p></div>`;
}

function staticInput(connection: WizardConnection, input: WizardInput, messages: Messages): Markup {
  const id = `${connection.id}-${input.name}`;
  const needed = input.required && !(input.type === 'secret' && input.hasValue);
  const required = needed ? html` required` : undefined;
  const pattern = input.pattern === undefined ? undefined : html` pattern="${input.pattern}"`;
  const label = input.required ? input.label : messages.inputs.optional(input.label);
  const help = input.type === 'secret' && input.hasValue ? messages.inputs.saved : input.help;
  const name = `input.${input.name}`;
  const field =
    input.type === 'choice'
      ? html`<select class="field" id="${id}" name="${name}"${required}>${(input.choices ?? []).map(
          (choice) =>
            html`<option value="${choice.value}"${choice.value === input.value ? html` selected` : undefined}>${choice.label}</option>`,
        )}</select>`
      : html`<input class="field" id="${id}" name="${name}" type="${input.type === 'secret' ? 'password' : 'text'}" value="${
          input.type === 'secret' ? '' : (input.value ?? '')
        }" autocomplete="off"${required}${pattern}>`;
  return html`<div><label class="label" for="${id}">${label}${
    input.suffix === undefined ? undefined : ` (…${input.suffix})`
  }</label>${field}${help === undefined ? undefined : html`<p class="hint">${help}</p>`}</div>`;
}
