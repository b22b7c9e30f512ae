import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthorizationSessionId, WizardSessionId } from '@latchkey/oauth';
import { formatId, parseId } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserRefusal } from '../errors.js';

// `__Host-`: Secure, Path=/ and no Domain are enforced by the browser, so no other host or path can set or read it.
const prefix = '__Host-latchkey-';
/** A browser may have several wizards and flows open; more than this at once is not a person's. */
const mostCookies = 40;
const eightHours = 8 * 60 * 60;
const oneHour = 60 * 60;

/** How a browser's secret is kept at rest and compared. */
export function browserHash(cookie: string): Uint8Array {
  return createHash('sha256').update(cookie).digest();
}

/** Gives this browser the secret of a wizard session. Lax: it must come along when a provider sends the person back. */
export function setSessionCookie(reply: FastifyReply, id: WizardSessionId, secret: string): void {
  setCookie(reply, formatId('wizard_session', id), secret, eightHours);
}

/** Gives this browser the secret of one flow that begins outside of a wizard. */
export function setFlowCookie(reply: FastifyReply, id: AuthorizationSessionId, secret: string): void {
  setCookie(reply, formatId('authorization_session', id), secret, oneHour);
}

function setCookie(reply: FastifyReply, wireId: string, secret: string, maxAge: number): void {
  reply.setCookie(`${prefix}${wireId}`, secret, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge });
}

/** The cookie of one wizard session or flow, by its id on the wire, when this browser has it. */
export function sessionCookie(request: FastifyRequest, wireId: string): string | undefined {
  return request.cookies[`${prefix}${wireId}`];
}

/** The hashes of every session's and flow's cookie of this browser, for the callback. */
export function browserHashes(request: FastifyRequest): readonly Uint8Array[] {
  const isOurs = (id: string) => parseId('wizard_session', id) ?? parseId('authorization_session', id);
  return Object.entries(request.cookies)
    .filter(([name, value]) => name.startsWith(prefix) && isOurs(name.slice(prefix.length)) && value)
    .slice(0, mostCookies)
    .map(([, value]) => browserHash(value as string));
}

/** The anti-forgery token of a wizard session: only who holds the HttpOnly cookie can have been shown it. */
export function csrfToken(cookie: string): string {
  return createHmac('sha256', cookie).update('latchkey csrf token').digest('base64url');
}

export function isCsrfToken(cookie: string, given: unknown): boolean {
  const expected = Buffer.from(csrfToken(cookie));
  const actual = Buffer.from(typeof given === 'string' ? given : '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/**
 * Whether a request that changes something comes from this door's own pages. Browsers without Fetch Metadata are
 * judged by `Origin`, which every browser sends with a POST.
 */
export function isSameOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return request.headers.origin === new URL(publicUrl).origin;
}

/** For every answer to a page of a flow's own: it comes from that page, with the token that only its browser was shown. */
export function assertOwnFlow(request: FastifyRequest, publicUrl: string, cookie: string, csrf: unknown): void {
  if (!isSameOrigin(request, publicUrl))
    throw new BrowserRefusal(403, 'cross_site_request', 'This request did not come from our own page.');
  if (!isCsrfToken(cookie, csrf))
    throw new BrowserRefusal(403, 'csrf_token_invalid', 'This page is out of date. Open it again.');
}

/** Whether the browser only looks ahead: such a request gets 204 and has no effect. */
export function isPrefetch(request: FastifyRequest): boolean {
  const purpose = `${request.headers['sec-purpose'] ?? ''} ${request.headers.purpose ?? ''}`;
  return /prefetch|prerender|preview/i.test(purpose);
}
