import { type Site, siteIcon } from '../../page.js';
import { siteStyle } from '../../page-style.js';

/** The frame of the vendor's pages. */
export const site: Site = {
  brand: 'Acme Rota',
  monogram: 'AR',
  home: '/',
  links: [],
  footer: 'Acme Rota plays a vendor’s own application, to show how one uses Latchkey.',
};

/** Its style sheet. */
export const style: string = siteStyle({
  accent: ['#5b3cc4', '#b8a4ff'],
  accentHover: ['#46299f', '#d2c5ff'],
  onAccent: ['#ffffff', '#1a1033'],
});

/** Its icon. */
export const icon: string = siteIcon('AR', '#5b3cc4');
