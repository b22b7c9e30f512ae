import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthorizationSessionId, WizardSessionId } from '@latchkey/oauth';
import { formatId, parseId } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserRefusal } from '../errors.js';

// `__Host-`: Secure, Path=/ and no Domain are enforced by the browser, so no other host or path can set, read or clear it.
const prefix = '__Host-latchkey-';
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
/** So many flows and so many wizards are open at once in one browser. All their cookies fit into 8 KiB of headers. */
const mostOfAKind = 30;
const eightHours = 8 * 60 * 60;
const oneHour = 60 * 60;
/** So long after its end a flow's own browser is told the first result again: a reload, a second click, Back. */
const afterEnd = 2 * 60;

type CookieKind = 'wizard_session' | 'authorization_session';

/** How a browser's secret is kept at rest and compared. */
export function browserHash(cookie: string): Uint8Array {
  return createHash('sha256').update(cookie).digest();
}

/** Gives this browser the secret of a wizard session. Lax: it must come along when a provider sends the person back. */
export function setSessionCookie(reply: FastifyReply, id: WizardSessionId, secret: string): void {
  setCookie(reply, formatId('wizard_session', id), secret, eightHours);
}

/** Gives this browser the secret of one flow that begins outside of a wizard. Its oldest such secrets go for it. */
export function setFlowCookie(reply: FastifyReply, id: AuthorizationSessionId, secret: string): void {
  const wireId = formatId('authorization_session', id);
  setCookie(reply, wireId, secret, oneHour);
  clearOldest(reply, 'authorization_session', wireId);
}

/** The flow has ended: its secret is good for a repeat, and then gone. Nothing for a flow of a wizard. */
export function endFlowCookie(reply: FastifyReply, id: AuthorizationSessionId): void {
  const wireId = formatId('authorization_session', id);
  const secret = sessionCookie(reply.request, wireId);
  if (secret) setCookie(reply, wireId, secret, afterEnd);
}

/** The flow never began: there is nothing to tell again. */
export function clearFlowCookie(reply: FastifyReply, id: AuthorizationSessionId): void {
  reply.clearCookie(nameOf(formatId('authorization_session', id)), attributes);
}

/**
 * Clears the oldest cookies of a kind beyond so many, in the order that the browser sent them (older ones first: RFC 6265
 * section 5.4), but never the one of `kept`. Others' POSTs bring no cookies (Lax), so wizards are counted by their page.
 */
export function clearOldest(reply: FastifyReply, kind: CookieKind, kept: string): void {
  const others = ownCookies(reply.request).filter(({ id }) => id !== kept && parseId(kind, id));
  for (const { id } of others.slice(0, Math.max(0, others.length + 1 - mostOfAKind)))
    reply.clearCookie(nameOf(id), attributes);
}

function setCookie(reply: FastifyReply, wireId: string, secret: string, maxAge: number): void {
  reply.setCookie(nameOf(wireId), secret, { ...attributes, maxAge });
}

function nameOf(wireId: string): string {
  return `${prefix}${wireId}`;
}

/** The cookie of one wizard session or flow, by its id on the wire, when this browser has it. */
export function sessionCookie(request: FastifyRequest, wireId: string): string | undefined {
  return request.cookies[nameOf(wireId)];
}

/** The hashes of every session's and flow's cookie of this browser, for the callback; headers bound how many there are. */
export function browserHashes(request: FastifyRequest): readonly Uint8Array[] {
  return ownCookies(request).map(({ secret }) => browserHash(secret));
}

/** Every session's and flow's cookie, as the browser sent them. */
function ownCookies(request: FastifyRequest): readonly { readonly id: string; readonly secret: string }[] {
  return Object.entries(request.cookies).flatMap(([name, secret]) => {
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return secret && (parseId('wizard_session', id) ?? parseId('authorization_session', id)) ? [{ id, secret }] : [];
  });
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
