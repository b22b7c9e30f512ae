import { html } from '../../html.js';
import type { Page } from '../../page.js';

/** Where a custom success or failure redirect lands: shows the parameters that came with it. */
export function redirectedPage(arrival: {
  readonly outcome: 'connected' | 'not-connected';
  readonly parameters: readonly (readonly [name: string, value: string])[];
}): Page {
  const isConnected = arrival.outcome === 'connected';
  return {
    name: arrival.outcome,
    title: isConnected ? 'Connected' : 'Not connected',
    body: html`<div class="card"><h1>${isConnected ? 'Connected' : 'Not connected'}</h1>
<p>${isConnected ? 'Latchkey sent you here after a successful authorization.' : 'Latchkey sent you here because the authorization did not succeed.'}</p>
${
  arrival.parameters.length === 0
    ? html`<p class="muted">No parameters came with it.</p>`
    : html`<h2>Parameters</h2><dl class="pairs">${arrival.parameters.map(([name, value]) => html`<dt><code>${name}</code></dt><dd>${value}</dd>`)}</dl>`
}
<div class="actions"><a class="button" href="/">Back to Integrations</a></div></div>`,
  };
}
