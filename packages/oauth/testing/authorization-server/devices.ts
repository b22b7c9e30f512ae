import { randomBytes } from 'node:crypto';
import type { Settings } from './options.js';

/** A device code and what became of it; times in milliseconds. */
export interface DeviceCode {
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly expiresAt: number;
  /** Seconds between two polls; `slow_down` adds five. */
  interval: number;
  polledAt: number;
  /** Who decided, once somebody did; `used` once tokens were given for it. */
  decision: 'none' | 'denied' | 'used' | { readonly account: string };
}

/** The device codes of a server (RFC 8628). */
export interface Devices {
  /** Device code and its entry. */
  issue(clientId: string, scope: string | undefined): readonly [deviceCode: string, code: DeviceCode];
  find(deviceCode: string): DeviceCode | undefined;
  /** Decides for a user code, as the person does at the provider's page. Throws for one that does not wait. */
  decide(userCode: string, decision: 'denied' | { readonly account: string }): void;
  /** Every device code ever made. */
  readonly secrets: readonly string[];
}

/** Base 20, as RFC 8628 section 6.1 recommends. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

export function createDevices(settings: Settings): Devices {
  const codes = new Map<string, DeviceCode>();
  const secrets: string[] = [];
  return {
    secrets,
    find: (deviceCode) => codes.get(deviceCode),
    issue(clientId, scope) {
      const deviceCode = `dvc_${randomBytes(24).toString('base64url')}`;
      secrets.push(deviceCode);
      const drawn = [...randomBytes(8)].map((octet) => letters[octet % letters.length]).join('');
      const code: DeviceCode = {
        userCode: `${drawn.slice(0, 4)}-${drawn.slice(4)}`,
        ...{ clientId, scope, interval: settings.deviceIntervalSeconds, decision: 'none' },
        expiresAt: settings.now() + settings.deviceCodeSeconds * 1000,
        polledAt: settings.now(),
      };
      codes.set(deviceCode, code);
      return [deviceCode, code];
    },
    decide(userCode, decision) {
      const code = [...codes.values()].find((one) => one.userCode === userCode && one.decision === 'none');
      if (!code || settings.now() >= code.expiresAt) throw new Error(`No device waits with the code ${userCode}`);
      code.decision = decision;
    },
  };
}
