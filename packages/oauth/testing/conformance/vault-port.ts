import type { Test } from 'tap';
import type { Sealed, SealPurpose, VaultPort } from '../../src/ports.js';
import { reveal, secret } from '../../src/secret.js';
import { UnopenableError } from '../../src/unopenable-error.js';

export interface VaultFixture {
  readonly vault: VaultPort;
  /** An organization that may have to be made first. */
  organization(): Promise<string>;
  close(): Promise<void>;
}

/** What ports.ts promises of VaultPort, as tests. */
export async function vaultPortConformance(t: Test, makeFixture: () => Promise<VaultFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { vault } = fixture;
  const organizationId = await fixture.organization();
  const purpose: SealPurpose = { organizationId, row: 'row-1', field: 'grant_token.token_set' };

  t.test('what was sealed for a purpose is opened for it', async (t) => {
    for (const text of ['', 'a', 'ünïcödé 漢字 🔑', 'x'.repeat(200_000), '{"access_token":"…"}', ' \u0000 '])
      t.equal(reveal(await vault.open(purpose, await vault.seal(purpose, secret(text)))), text);
  });

  t.test('every part of the purpose binds', async (t) => {
    const sealed = await vault.seal(purpose, secret('text'));
    const other = await fixture.organization();
    await vault.prepare(other);
    await t.rejects(vault.open({ ...purpose, organizationId: other }, sealed), 'another organization');
    const refusal = await vault.open({ ...purpose, row: 'row-3' }, sealed).catch((error: unknown) => error);
    t.ok(refusal instanceof UnopenableError, 'for good, and it says so');
    await t.rejects(vault.open({ ...purpose, row: 'row-2' }, sealed), 'another row');
    await t.rejects(vault.open({ ...purpose, row: '' }, sealed), 'no row');
    await t.rejects(vault.open({ ...purpose, field: 'client_secret.value' }, sealed), 'another field');
    const moved = { organizationId, row: 'row-1grant_token', field: '.token_set' as never };
    await t.rejects(vault.open(moved, sealed), 'parts that run into each other');
  });

  t.test('an altered value does not open', async (t) => {
    const { envelope } = await vault.seal(purpose, secret('text'));
    const open = (octets: Uint8Array) => vault.open(purpose, { envelope: octets } as unknown as Sealed);
    for (let at = 0; at < envelope.length; at++) {
      const altered = Uint8Array.from(envelope);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const refusal = await open(altered).catch((error: unknown) => error);
      if (!(refusal instanceof UnopenableError)) t.fail(`octet ${at}`);
    }
    await t.rejects(open(envelope.slice(0, -1)));
    await t.rejects(open(Uint8Array.from([...envelope, 0])));
    await t.rejects(open(new Uint8Array()));
  });

  t.test('preparing an organization makes sealing possible', async (t) => {
    const fresh = await fixture.organization();
    await vault.prepare(fresh);
    const mine = { ...purpose, organizationId: fresh };
    t.equal(reveal(await vault.open(mine, await vault.seal(mine, secret('text')))), 'text');
  });
}
