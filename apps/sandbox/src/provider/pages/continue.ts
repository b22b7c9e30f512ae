import { html } from '../../html.js';
import type { Page } from '../../page.js';

/**
 * Sends the browser on after a form. A redirect would do, but Chromium holds every redirect that follows a form against the
 * page's `form-action`, and the client's callback may go on to any origin; a refresh begins a navigation of its own.
 */
export function continuePage(to: string): Page {
  return {
    name: 'continue',
    title: 'One moment',
    head: html`<meta http-equiv="refresh" content="0;url=${to}">`,
    body: html`<div class="card narrow"><h1>One moment</h1>
<p>You are being sent on. If nothing happens, use the button.</p>
<div class="actions"><a class="button" id="continue" href="${to}">Continue</a></div></div>`,
  };
}
