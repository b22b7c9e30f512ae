/** Says a sentence through the page's one polite live region, which was there from the start. */
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (region !== null) region.textContent = text;
}
