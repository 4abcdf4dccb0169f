import type { Invariant, Stimulus, WorldView } from '#simulation/define-simulation.ts';
import { BEGINNING, type World } from '#simulation/world/world.ts';
import { worldView } from '#simulation/world/world-view.ts';

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly instance: string | undefined;
  readonly what: string;
  /** ISO 8601. */
  readonly at: string;
  /** The instance's events, or all of them if it has none. */
  readonly events: readonly string[];
}

/** Judges a world by invariants, and keeps what did not hold. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly view: WorldView;
  /** What was looked at when a change was judged last: tables by name, undefined for anything else; and each table's version then. */
  readonly #looked = new Map<string | undefined, number>();
  #changes = 0;

  constructor(
    private readonly world: World,
    stimuli: readonly Stimulus[],
  ) {
    this.view = worldView(world, stimuli, (table) => this.#looked.set(table, this.#versionOf(table)));
  }

  /** Judges what must hold after every change, where a table has changed that was looked at. Returns whether something is wrong. */
  afterChange(invariants: Readonly<Record<string, Invariant>>): boolean {
    if (this.world.changes === this.#changes) return this.violations.length > 0;
    const isFirst = this.#changes === 0;
    this.#changes = this.world.changes;
    if (!isFirst && [...this.#looked].every(([table, at]) => table !== undefined && this.#versionOf(table) === at))
      return this.violations.length > 0;
    this.#looked.clear();
    return this.judge(invariants);
  }

  /** Judges now. Returns whether something is wrong. */
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
    const wrong = holds(view) ?? [];
    if (wrong instanceof Promise) throw new Error('it waits, and an invariant must answer at once');
    return wrong.map(({ instance, what }) => ({ invariant, instance, what, at, events: storyOf(world, instance) }));
  } catch (error) {
    return [
      {
        invariant,
        instance: undefined,
        what: `the invariant itself failed: ${(error as Error).message}`,
        at,
        events: [],
      },
    ];
  }
}

/** What was said of an instance, each with its time after the beginning and its cause. */
function storyOf({ events }: World, instance: string | undefined): string[] {
  const of = events.filter(({ label, detail }) =>
    [label.split('>')[0], detail.metadata?.correlationId].includes(instance),
  );
  return (of.length > 0 ? of : events).map(
    ({ at, label, type }) => `+${((at - BEGINNING) / 1000).toFixed(3)} s  ${type}  (${label})`,
  );
}
