import { assets as built } from '@latchkey/wizard';

export { assetsDirectory } from '@latchkey/wizard';

/** The path under which the callback door serves every file of {@link assetsDirectory}. */
export const ASSETS_PATH = '/assets/';

/** URLs of the built files, as the pages link them. */
export const pageAssets = {
  script: ASSETS_PATH + built.script,
  style: ASSETS_PATH + built.style,
  result: ASSETS_PATH + built.result,
} as const;

/** The Content-Security-Policy that every page here is made for and tested under. */
export const PAGE_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');
