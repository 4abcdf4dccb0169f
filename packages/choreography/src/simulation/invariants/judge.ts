import type { Invariant, Stimulus, WorldView } from '#simulation/define-simulation.ts';
import { BEGINNING, type World } from '#simulation/world/world.ts';
import { worldView } from '#simulation/world/world-view.ts';

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly instance: string | undefined;
  readonly what: string;
  /** When it was found, on the world's clock (ISO 8601). */
  readonly at: string;
  /** The events of the instance, a line each; all events if it has none. */
  readonly events: readonly string[];
}

/** Evaluates invariants on a world, and collects their violations. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly view: WorldView;
  /** The version of each table that the last evaluation read; the key undefined if it read anything else, too. */
  readonly #looked = new Map<string | undefined, number>();
  #changes = 0;

  constructor(
    private readonly world: World,
    stimuli: readonly Stimulus[],
  ) {
    this.view = worldView(world, stimuli, (table) => this.#looked.set(table, this.#versionOf(table)));
  }

  /** Evaluates invariants if something may have changed that they read last time. Returns whether there are violations. */
  afterChange(invariants: Readonly<Record<string, Invariant>>): boolean {
    if (this.world.changes === this.#changes) return this.violations.length > 0;
    const isFirst = this.#changes === 0;
    this.#changes = this.world.changes;
    if (!isFirst && [...this.#looked].every(([table, at]) => table !== undefined && this.#versionOf(table) === at))
      return this.violations.length > 0;
    this.#looked.clear();
    return this.judge(invariants);
  }

  /** Evaluates invariants now. Returns whether there are violations. */
  judge(invariants: Readonly<Record<string, Invariant>>): boolean {
    for (const [name, holds] of Object.entries(invariants))
      this.violations.push(...violationsOf(name, holds, this.view, this.world));
    return this.violations.length > 0;
  }

  #versionOf(table: string | undefined): number {
    return table === undefined ? Number.NaN : this.world.services.dynamodb.versionOf(table);
  }
}

function violationsOf(invariant: string, holds: Invariant, view: WorldView, world: World): Violation[] {
  const at = new Date(world.clock.now()).toISOString();
  try {
    const wrong = world.watched(`The invariant "${invariant}"`, () => holds(view)) ?? [];
    if (wrong instanceof Promise) throw new Error('it returned a promise; an invariant must not be async');
    if (!Array.isArray(wrong))
      throw new Error(`it returned ${JSON.stringify(wrong)}; it must return a list of what is wrong, or nothing`);
    return wrong.map(({ instance, what }) => ({ invariant, instance, what, at, events: storyOf(world, instance) }));
  } catch (error) {
    return [
      {
        invariant,
        instance: undefined,
        what: `the invariant itself failed: ${(error as Error).message.replace(/\.$/, '')}`,
        at,
        events: [],
      },
    ];
  }
}

/** The events of an instance, each with its time after the world's beginning and its label. */
function storyOf({ events }: World, instance: string | undefined): string[] {
  const of = events.filter(({ label, detail }) =>
    [label.split('>')[0], detail.metadata?.correlationId].includes(instance),
  );
  return (of.length > 0 ? of : events).map(
    ({ at, label, type }) => `+${((at - BEGINNING) / 1000).toFixed(3)} s  ${type}  (${label})`,
  );
}
