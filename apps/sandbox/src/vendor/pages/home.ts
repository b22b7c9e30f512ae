import { type Html, html } from '../../html.js';
import type { Page } from '../../page.js';
import type { ApiAnswer, ConnectionView, InstanceView } from '../latchkey-api.js';
import type { ConnectionUse } from '../use-connection.js';
import { statusBadge } from './status.js';

const refreshed = (connection: ConnectionView): Html | undefined =>
  connection.lastRefreshedAt === undefined
    ? undefined
    : html`<p class="muted small">Access last renewed <time datetime="${connection.lastRefreshedAt}">${connection.lastRefreshedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>${
        connection.generation === undefined ? undefined : html`, generation ${connection.generation}`
      }</p>`;

/** A connection that was never made, or is being taken down, cannot be used. */
const isConnected = ({ status }: ConnectionView): boolean => status !== 'pending' && status !== 'disconnecting';

const actions = (connection: ConnectionView): Html => html`<div class="actions">
<form method="post" action="/connections/${connection.id}/call"><button class="button quiet" type="submit" aria-label="Call the API with ${connection.name}">Call the API</button></form>
<form method="post" action="/connections/${connection.id}/report-failure"><button class="button quiet" type="submit" aria-label="Report an error of ${connection.name}">Report an error</button></form>
</div>`;

function connectionCard(connection: ConnectionView): Html {
  return html`<li class="card" data-connection="${connection.id}">
<div class="head"><h3 class="break">${connection.name}</h3>${statusBadge(connection)}</div>
${connection.reason === undefined ? undefined : html`<p class="break">${connection.reason}</p>`}
${refreshed(connection)}
${isConnected(connection) ? actions(connection) : undefined}</li>`;
}

function useResult(use: ConnectionUse): Html {
  return html`<section class="card" id="result" role="status" aria-label="Result of the call">
<p class="note ${use.happened === 'succeeded' ? 'green' : 'red'}">${use.sentence}</p>
${
  use.books === undefined
    ? undefined
    : html`<dl class="pairs"><dt>Account</dt><dd>${use.account}</dd><dt>Scopes</dt><dd>${use.scopes?.map((scope) => html`<code>${scope}</code> `)}</dd></dl>
<h2>Books</h2><ul class="list">${use.books.map((book) => html`<li>${book.title}, <span class="muted">${book.author}</span></li>`)}</ul>`
}
${use.reported === undefined ? undefined : html`<p class="muted small break">${use.reported}</p>`}
</section>`;
}

/** The vendor's page: customer, instance, connections, Configure; and what the last call gave. */
export function homePage(view: {
  readonly instance: ApiAnswer<InstanceView>;
  readonly customer: string | undefined;
  readonly use?: ConnectionUse;
  /** Why Configure did not work. */
  readonly problem?: string;
}): Page {
  const { instance, use, problem } = view;
  const connections = instance.kind === 'ok' ? instance.value.connections : [];
  return {
    name: 'vendor',
    title: 'Integrations',
    body: html`<div class="head"><h1>Integrations</h1><a href="/">Refresh</a></div>
${problem === undefined ? undefined : html`<p class="note red" role="alert">${problem}</p>`}
${use === undefined ? undefined : useResult(use)}
${
  instance.kind === 'refused'
    ? html`<p class="note red" role="alert">${instance.sentence}</p>`
    : html`<section class="card" aria-labelledby="instance">
<div class="head"><div class="stack-s"><h2 id="instance" class="break">${instance.value.name}</h2>
${view.customer === undefined ? undefined : html`<p class="muted break">for ${view.customer}</p>`}</div>
<form method="post" action="/configure"><button class="button" type="submit">Configure</button></form></div>
<p class="muted small">Configure opens Latchkey’s wizard, where the customer connects accounts.</p></section>
<h2>Connections</h2>
${connections.length === 0 ? html`<p class="muted">This instance has no connections.</p>` : html`<ul class="stack">${connections.map(connectionCard)}</ul>`}`
}`,
  };
}
