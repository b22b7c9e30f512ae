import type { Definition, ResponseDefinition } from './definition.js';

const secretMember =
  /(^|\.)((access|refresh|id)[_-]?token|client[_-]?secret|password|private[_-]?key|code[_-]?verifier)$/i;

/** Context and account names are kept unsealed and shown to people: nothing of a token or a secret may go there. */
export function checkSecretPaths(definition: Definition, report: (field: string, message: string) => void): void {
  const { token, exchange, refresh, otherTokens = [], captures = [], steps = [], account } = definition;
  const tokenPaths = new Set([
    ...[token.response, exchange?.response, refresh?.response].flatMap(pathsOf),
    ...otherTokens.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
  ]);
  const check = (field: string, path: string | undefined, where: 'token' | 'elsewhere') => {
    if (path === undefined) return;
    if (secretMember.test(path) || (where === 'token' && tokenPaths.has(path)))
      report(field, 'must not lead to a token or a secret: what is found is kept unsealed and shown');
  };
  for (const [index, { from, path, choose }] of captures.entries()) {
    check(`captures.${index}.path`, path, from === 'token' ? 'token' : 'elsewhere');
    check(`captures.${index}.choose.value`, choose?.value, 'elsewhere');
  }
  for (const [index, step] of steps.entries())
    for (const [inner, { path, choose }] of (step.captures ?? []).entries()) {
      check(`steps.${index}.captures.${inner}.path`, path, 'elsewhere');
      check(`steps.${index}.captures.${inner}.choose.value`, choose?.value, 'elsewhere');
    }
  check('account.tokenMember', account?.tokenMember, 'token');
}

function pathsOf(response: ResponseDefinition | undefined): readonly string[] {
  return [...(response?.accessToken ?? []), ...(response?.refreshToken ?? [])];
}
