import { createHash } from 'node:crypto';
import type { Account } from 'oidc-provider';
import type { RecordStore } from './record-store.js';

const key = (accountId: string): string => `SandboxAccount:${accountId}`;

/** Signs an e-mail address in (any is accepted) and answers with its account id: the same address always gives the same id. */
export function accountForEmail(store: RecordStore, email: string): string {
  const address = email.trim().toLowerCase();
  const accountId = `acct_${createHash('sha256').update(address).digest('hex').slice(0, 16)}`;
  if (!store.get(key(accountId))) store.set(key(accountId), { email: address });
  return accountId;
}

/** The address of an account, or undefined for an account that never signed in here. */
export function emailOfAccount(store: RecordStore, accountId: string | undefined): string | undefined {
  const email = accountId === undefined ? undefined : store.get(key(accountId))?.email;
  return typeof email === 'string' ? email : undefined;
}

/** The account as `oidc-provider` asks for it, with the claims of the ID token and of userinfo. */
export function findAccount(store: RecordStore, accountId: string): Account | undefined {
  const email = emailOfAccount(store, accountId);
  if (email === undefined) return undefined;
  return {
    accountId,
    claims: () => ({ sub: accountId, email, email_verified: true, name: email.split('@')[0] ?? email }),
  };
}
