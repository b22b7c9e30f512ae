import { createGate, type Gate } from './gate.js';
import type { Endpoint, LedgerEntry } from './ledger.js';

/**
 * What goes wrong. Faults named `do_then_…`, and `truncated`, `edit_answer` and `gate`, let the request take its effect
 * (a refresh rotates); `delay`, `hang` and `gate` let it go on afterwards; the others change nothing on the server.
 */
export type Fault =
  /** Waits, then goes on. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Takes effect at once, answers late. */
  | { readonly kind: 'do_then_delay'; readonly ms: number }
  | {
      readonly kind: 'answer' | 'do_then_answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A string as it is, anything else as JSON. */
      readonly body?: unknown;
    }
  /** Destroys the socket after the request was read, before or after its effect. */
  | { readonly kind: 'drop_before' | 'do_then_drop' }
  /** Never answers, before or after its effect, until `release()` or `close()`. */
  | { readonly kind: 'hang' | 'do_then_hang' }
  /** An HTML page; status 200 unless given. */
  | { readonly kind: 'html'; readonly status?: number }
  /** 200 and `application/json`, but not JSON. */
  | { readonly kind: 'nonsense' }
  /** 200 with an OAuth error object. */
  | { readonly kind: 'error_in_200'; readonly error: string; readonly description?: string }
  /** Takes effect, declares the whole length, sends half, destroys the socket. */
  | { readonly kind: 'truncated' }
  /** Takes effect; its JSON answer is changed on the way. */
  | { readonly kind: 'edit_answer'; readonly edit: (body: Record<string, unknown>) => unknown }
  /** Holds the request before or after its effect until the gate is released. */
  | { readonly kind: 'gate'; readonly gate: Gate; readonly at: 'before' | 'after' };

/** What the authorization endpoint alone can do wrong. All but `deny`, `authorization_error` and `consent_page` still consent. */
export type AuthorizeFault =
  | { readonly kind: 'deny' }
  | { readonly kind: 'authorization_error'; readonly error: string; readonly description?: string }
  | { readonly kind: 'drop_state' }
  | { readonly kind: 'wrong_state'; readonly state: string }
  | { readonly kind: 'drop_iss' }
  | { readonly kind: 'wrong_iss'; readonly iss: string }
  /** More parameters on the way back, beside `code` and `state`. */
  | { readonly kind: 'extra_parameters'; readonly parameters: Readonly<Record<string, string>> }
  /** Shows a page with Allow and Deny. */
  | { readonly kind: 'consent_page' };

/** A fault and the requests that it meets. */
export type ScriptedFault = {
  /** All that are given must fit. `nth` (from 1) passes the earlier ones that fit; it counts from the call of `script`. */
  readonly when?: {
    readonly grantType?: string;
    readonly clientId?: string;
    /** The presented refresh token, its value. */
    readonly refreshToken?: string;
    readonly family?: string;
    readonly nth?: number;
  };
  /** How many requests meet it; default 1. `Infinity` until removed. */
  readonly times?: number;
} & (
  | { readonly endpoint: 'authorize'; readonly fault: Fault | AuthorizeFault }
  | { readonly endpoint: Exclude<Endpoint, 'authorize'>; readonly fault: Fault }
);

/** A scripted fault that was installed. */
export interface ScriptHandle {
  /** How many requests have met it. */
  readonly hits: number;
  /** Later requests no longer meet it. */
  remove(): void;
  /** The requests that hang on it go on, and later ones do not hang. */
  release(): void;
}

/** A fault as it meets one request; `gate` is where `hang` waits. */
export interface ChosenFault {
  readonly fault: Fault | AuthorizeFault;
  readonly gate: Gate;
}

/** The faults of one server, in the order of installation. */
export interface Script {
  add(scripted: ScriptedFault): ScriptHandle;
  /** The first fault that fits and has not met its number of requests; it is counted. */
  choose(entry: LedgerEntry, refreshToken: string | undefined): ChosenFault | undefined;
  /** Releases all that hang. */
  release(): void;
}

interface Rule extends ChosenFault {
  readonly scripted: ScriptedFault;
  seen: number;
  hits: number;
}

function fits({ scripted: { endpoint, when } }: Rule, entry: LedgerEntry, refreshToken: string | undefined): boolean {
  if (endpoint !== entry.endpoint) return false;
  if (when === undefined) return true;
  return (
    (when.grantType === undefined || when.grantType === entry.grantType) &&
    (when.clientId === undefined || when.clientId === entry.clientId) &&
    (when.refreshToken === undefined || when.refreshToken === refreshToken) &&
    (when.family === undefined || when.family === entry.family)
  );
}

/** Makes an empty script. */
export function createScript(): Script {
  const rules = new Set<Rule>();
  const hanging = new Set<Gate>();
  return {
    add(scripted) {
      if ((scripted.times ?? 1) < 1) throw new RangeError('times must be 1 or more');
      const rule: Rule = { scripted, fault: scripted.fault, gate: createGate(), seen: 0, hits: 0 };
      rules.add(rule);
      hanging.add(rule.gate);
      return {
        get hits() {
          return rule.hits;
        },
        remove: () => void rules.delete(rule),
        release: () => rule.gate.release(),
      };
    },
    choose(entry, refreshToken) {
      let chosen: Rule | undefined;
      for (const rule of rules) {
        if (!fits(rule, entry, refreshToken)) continue;
        rule.seen += 1;
        if (chosen || rule.seen < (rule.scripted.when?.nth ?? 1)) continue;
        chosen = rule;
        rule.hits += 1;
        if (rule.hits >= (rule.scripted.times ?? 1)) rules.delete(rule);
      }
      return chosen;
    },
    release() {
      for (const gate of hanging) gate.release();
      hanging.clear();
    },
  };
}
