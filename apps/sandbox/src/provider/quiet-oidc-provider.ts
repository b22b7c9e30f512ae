type OidcProvider = typeof import('oidc-provider');

const unsupportedRuntime = 'Unsupported runtime. Use Node.js v22.x LTS';

/**
 * Loads `oidc-provider` without the one line it prints on Node 20: every test of the sandbox runs there, and the line
 * frightens newcomers. Any other warning passes.
 */
export async function loadOidcProvider(): Promise<OidcProvider> {
  const { warn } = console;
  const quiet = (...parts: readonly unknown[]): void => {
    if (!String(parts[0]).includes(unsupportedRuntime)) warn.apply(console, [...parts]);
  };
  console.warn = quiet;
  try {
    return await import('oidc-provider');
  } finally {
    // Somebody else may have put a wrapper of their own on top meanwhile.
    if (console.warn === quiet) console.warn = warn;
  }
}
