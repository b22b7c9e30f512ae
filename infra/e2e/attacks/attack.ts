import type { Composition } from './composition.js';
import type { World } from './world.js';

/** What somebody can read afterwards, by the API, the provider's ledger or what reached their own servers. */
export interface Loot {
  /** Whether it is what they were after. */
  readonly got: 'it' | 'nothing';
  /** In words, for one line of a report. */
  readonly what: string;
}

/** One attack on session integrity (SECURITY, "Session integrity"), with its honest twin. */
export interface Attack {
  /** For example `COAT, across tenants`. */
  readonly name: string;
  /** What keeps it from succeeding. */
  readonly defence: string;
  /** The attack; it neither knows nor cares whether the defence is there. */
  attack(world: World): Promise<Loot>;
  /** What an honest person does instead, at the same kind of connection. */
  honest(world: World): Promise<Loot>;
  /** The same product, composed without the defence. */
  without(world: World): Composition;
}

/** How an attack went: all three are needed for it to prove anything. */
export interface Trial {
  readonly attack: Loot;
  readonly honest: Loot;
  readonly without: Loot;
}

/** Plays one part, and leaves the world as it was. */
export async function play(world: World, part: (world: World) => Promise<Loot>): Promise<Loot> {
  try {
    return await part(world);
  } finally {
    await world.clear();
  }
}

/**
 * Tries an attack, its honest twin, and the attack once more where its defence is missing. A twin that several attacks
 * have in common is taken from `twins`, where it was played before in this world.
 */
export async function tryAttack(
  world: World,
  { attack, honest, without }: Attack,
  twins = new Map<Attack['honest'], Loot>(),
): Promise<Trial> {
  const held = await play(world, attack);
  const twin = twins.get(honest) ?? (await play(world, honest));
  twins.set(honest, twin);
  await world.compose(without(world));
  try {
    return { attack: held, honest: twin, without: await play(world, attack) };
  } finally {
    await world.compose({});
  }
}

/** Whether the attack failed, the honest twin succeeded, and it was the defence that made the difference. */
export function isHeld({ attack, honest, without }: Trial): boolean {
  return attack.got === 'nothing' && honest.got === 'it' && without.got === 'it';
}
