// The result pages' script: tells the wizard's page to ask again, closes a popup after success, and gives h1 the focus.
// Everything on these pages works without it.
const CLOSE_AFTER = 1200;
const { connectionId, result, display } = document.body.dataset;

if (connectionId !== undefined && 'BroadcastChannel' in window) {
  const channel = new BroadcastChannel('latchkey');
  channel.postMessage({ connectionId });
  channel.close();
}
document.querySelector('h1')?.focus();
for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => window.close());
}
if (result === 'success' && display === 'popup') setTimeout(() => window.close(), CLOSE_AFTER);
