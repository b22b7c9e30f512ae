/** The width and height suit the sign-in pages of most providers. */
const FEATURES = 'popup,width=560,height=720';

/**
 * Aims a Connect form, inside its submit event: opens its window at once (no `await` may come before) and targets it, or
 * the same tab where windows are of no use (small touch screens) or were blocked. Tells the server which by `display`.
 * @returns where the form goes.
 */
export function aimForm(form: HTMLFormElement, name: string, wish: 'popup' | 'page'): 'popup' | 'page' {
  const handheld = matchMedia('(pointer: coarse) and (max-width: 639px)').matches;
  const opened = wish === 'popup' && !handheld ? window.open('', name, FEATURES) : null;
  const display = opened === null ? 'page' : 'popup';
  form.target = opened === null ? '_self' : name;
  const field = form.elements.namedItem('display');
  if (field instanceof HTMLInputElement) field.value = display;
  opened?.focus();
  return display;
}
