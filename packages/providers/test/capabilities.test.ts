import { readFileSync } from 'node:fs';
import { type Definition, resolveAuthorizationServer, validateDefinition } from '@latchkey/oauth';
import t from 'tap';
import { type Capability, capabilities } from '../conformance/capabilities.js';

const redirects = {
  name: 'Plain',
  authorize: { url: 'https://as.example.com/authorize' },
  token: { url: 'https://as.example.com/token' },
};

/** A plain definition that says so besides. */
function definitionWith(saidBy: Extract<Capability, { readonly saidBy: unknown }>['saidBy']): unknown {
  const { authorize, ...others } = redirects;
  const grantType = (saidBy as { readonly grantType?: string }).grantType ?? 'authorization_code';
  const base: Record<string, unknown> = grantType === 'authorization_code' ? { ...others, authorize } : others;
  for (const [group, value] of Object.entries(saidBy)) {
    const isGroup = value !== null && typeof value === 'object' && !Array.isArray(value);
    base[group] = isGroup ? { ...(base[group] as object | undefined), ...value } : value;
  }
  return base;
}

t.test('every capability is said by a definition that the engine takes, or is out of scope for a reason', async (t) => {
  const ids = capabilities.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length, 'each once');
  for (const capability of capabilities) {
    if ('outOfScope' in capability) continue;
    const definition = definitionWith(capability.saidBy);
    const validated = validateDefinition(definition);
    t.equal(validated.kind, 'definition', `${capability.id}: ${JSON.stringify(validated)}`);
    const inputs = { shop: 'acme', server: 'acme.example.com', user: 'mara' };
    t.equal(resolveAuthorizationServer(definition as Definition, inputs).kind, 'resolved', capability.id);
  }
});

t.test('what is out of scope stands in the page for vendors, with the reason', async (t) => {
  const page = readFileSync('packages/providers/README.md', 'utf8');
  for (const capability of capabilities)
    if ('outOfScope' in capability) t.ok(page.includes(capability.outOfScope), capability.id);
});
