import { html } from '../../html.js';
import type { Page } from '../../page.js';

/** The login page of one interaction. `problem` is shown with the address that was typed. */
export function loginPage(login: {
  readonly uid: string;
  readonly clientName: string;
  readonly email?: string;
  readonly problem?: string;
}): Page {
  const { problem } = login;
  return {
    name: 'login',
    title: 'Sign in to Sandbox Books',
    body: html`<div class="card narrow">
<div class="stack-s"><h1>Sign in to Sandbox Books</h1>
<p class="muted break">to continue to ${login.clientName}</p></div>
<p class="note">This is a sandbox: any e-mail address and any password work.</p>
<form class="stack" method="post" action="/interaction/${login.uid}/login" novalidate>
<div class="field"><label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus value="${login.email ?? ''}"${
      problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="email-problem"`
    }>
${problem === undefined ? undefined : html`<p class="error" id="email-problem" role="alert">${problem}</p>`}</div>
<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="off" aria-describedby="password-hint">
<p class="muted small" id="password-hint">Any password works, also none. It is not kept.</p></div>
<div class="actions"><button class="button" type="submit">Sign in</button>
<button class="button quiet" type="submit" formaction="/interaction/${login.uid}/cancel">Cancel</button></div>
</form>
</div>`,
  };
}
