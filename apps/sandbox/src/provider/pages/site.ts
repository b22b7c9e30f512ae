import type { Site } from '../../page.js';
import { siteIcon } from '../../page.js';
import { siteStyle } from '../../page-style.js';

/** The frame of the sandbox provider's pages. */
export const site: Site = {
  brand: 'Sandbox Books',
  monogram: 'SB',
  home: '/',
  links: [{ href: '/grants', text: 'Live grants' }],
  footer: 'A sandbox provider to try Latchkey against. Nothing here is a real account.',
};

/** Its style sheet. */
export const style: string = siteStyle({
  accent: ['#0b6b62', '#5fd0c1'],
  accentHover: ['#08524b', '#8fe3d7'],
  onAccent: ['#ffffff', '#06211e'],
});

/** Its icon. */
export const icon: string = siteIcon('SB', '#0b6b62');
