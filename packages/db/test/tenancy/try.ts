import type { Database, TenantTransaction } from '../../src/index.js';
import type { Tenants } from './arrange.js';

/** What a call from another tenant's place has to end in. */
export type Ending =
  /** It answers exactly this, as if the rows were not there. */
  | { readonly kind: 'finds'; readonly nothing: unknown }
  /** It rejects: a foreign key or a policy refuses the row, or there is no row to change. */
  | { readonly kind: 'refused' }
  /** It works on the caller's own rows, and names nothing of the other tenant. */
  | { readonly kind: 'own' };

/** How one exported function is tried with the ids of another tenant. */
export type Try =
  /** In the other tenant's transaction; tried with its own organization id, and with the one that the rows belong to. */
  | {
      readonly kind: 'in_transaction';
      readonly ending: Ending;
      call(tx: TenantTransaction, organizationId: string, tenants: Tenants): Promise<unknown>;
    }
  /** Opens its own transaction, in the scope of the organization that it is given: the other tenant's. */
  | { readonly kind: 'by_itself'; readonly ending: Ending; call(tenants: Tenants): Promise<unknown> }
  /** For latchkey_worker; tried as latchkey_app. */
  | { readonly kind: 'as_app'; readonly ending: Ending; call(app: Database, tenants: Tenants): Promise<unknown> }
  /** Makes a port, each of whose methods is tried. */
  | { readonly kind: 'port'; make(db: Database): object; readonly methods: Tries }
  /** Reaches no rows of tenants, or only by what no other tenant knows; the text says why. */
  | { readonly kind: 'no_tenant'; readonly why: string };

export type Tries = Readonly<Record<string, Try>>;

export const finds = (nothing?: unknown): Ending => ({ kind: 'finds', nothing });
export const refused: Ending = { kind: 'refused' };
export const own: Ending = { kind: 'own' };
export const emptyPage = finds({ rows: [] });

type TriedAs<Kind extends Try['kind']> = Extract<Try, { readonly kind: Kind }>;

export function inTransaction(ending: Ending, call: TriedAs<'in_transaction'>['call']): Try {
  return { kind: 'in_transaction', ending, call };
}

export function byItself(ending: Ending, call: TriedAs<'by_itself'>['call']): Try {
  return { kind: 'by_itself', ending, call };
}

export function asApp(ending: Ending, call: TriedAs<'as_app'>['call']): Try {
  return { kind: 'as_app', ending, call };
}

export function noTenant(why: string): Try {
  return { kind: 'no_tenant', why };
}

/** The names of exported functions, and of the methods of the ports that they make, that no try is written for. */
export function untried(exported: Readonly<Record<string, unknown>>, tries: Tries, db: Database): readonly string[] {
  return Object.entries(exported).flatMap(([name, value]) => {
    if (typeof value !== 'function') return [];
    const one = Object.hasOwn(tries, name) ? tries[name] : undefined;
    if (!one) return [name];
    if (one.kind !== 'port') return [];
    return Object.keys(one.make(db)).flatMap((method) =>
      Object.hasOwn(one.methods, method) ? [] : [`${name}().${method}`],
    );
  });
}

/** Every try with its name; those of a port's methods by themselves. */
export function flatten(tries: Tries): readonly (readonly [name: string, one: Exclude<Try, { kind: 'port' }>])[] {
  return Object.entries(tries).flatMap(([name, one]) =>
    one.kind === 'port'
      ? flatten(one.methods).map(([method, inner]) => [`${name}().${method}`, inner] as const)
      : [[name, one] as const],
  );
}
