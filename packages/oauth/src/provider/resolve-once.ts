import { type ResolvedServer, resolveAuthorizationServer } from './authorization-server.js';

/**
 * A resolveAuthorizationServer that resolves the same objects once, for many connections of one config at a time; whoever
 * asks shares the answer.
 */
export function resolveOnce(): typeof resolveAuthorizationServer {
  const known = new WeakMap<object, WeakMap<object, ResolvedServer>>();
  return (definition, inputs) => {
    const ofDefinition = known.get(definition) ?? new WeakMap<object, ResolvedServer>();
    const resolved = ofDefinition.get(inputs) ?? resolveAuthorizationServer(definition, inputs);
    known.set(definition, ofDefinition.set(inputs, resolved));
    return resolved;
  };
}
