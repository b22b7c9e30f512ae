import { glyphs } from '@latchkey/sdk/elements';

/** Where the callback door serves {@link iconSvg}. */
export const ICON_PATH = '/icon.svg';

/** The tab's icon, an SVG document: without one every browser asks for `/favicon.ico` and logs an error. */
export const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 28 28"><rect x="-6" y="-6" width="28" height="28" rx="7" fill="#1b2230"/><g fill="none" stroke="#fff" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${glyphs.chain.paths.map((path) => `<path d="${path}"/>`).join('')}</g></svg>`;
