// All of the platform that the engine may touch: pure functions of the language's hosts. Nothing here does input or
// output, reads a clock or makes randomness; `fetch`, `process`, timers and `node:*` do not compile in this package.

declare class TextEncoder {
  encode(input: string): Uint8Array<ArrayBuffer>;
}

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(init?: string | Iterable<readonly [string, string]> | Record<string, string>);
  append(name: string, value: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  toString(): string;
  [Symbol.iterator](): Iterator<[string, string]>;
}

declare class URL {
  static canParse(url: string): boolean;
  constructor(url: string, base?: string);
  readonly hash: string;
  readonly host: string;
  readonly hostname: string;
  readonly href: string;
  readonly origin: string;
  readonly password: string;
  readonly pathname: string;
  readonly port: string;
  readonly protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  readonly username: string;
  toString(): string;
}

declare function btoa(data: string): string;
declare function atob(data: string): string;

interface CryptoKey {
  readonly type: string;
}

declare const crypto: {
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
    importKey(
      format: 'raw' | 'jwk' | 'pkcs8',
      key: Uint8Array<ArrayBuffer> | Readonly<Record<string, unknown>>,
      algorithm: { readonly name: string; readonly hash?: string },
      extractable: false,
      usages: readonly 'sign'[],
    ): Promise<CryptoKey>;
    sign(
      algorithm: { readonly name: string; readonly hash?: string; readonly saltLength?: number },
      key: CryptoKey,
      data: Uint8Array<ArrayBuffer>,
    ): Promise<ArrayBuffer>;
  };
};
