import type { Paint } from '#cli/program/paint.ts';
import type { Notice } from '#local/runtime/notice.ts';

type OnBus = Extract<Notice, { kind: 'event' }>;
type Handled = Extract<Notice, { kind: 'handled' }>;

export interface LiveFeedOptions {
  readonly write: (line: string) => void;
  readonly paint: Paint;
  /** How many characters a line has; asked for each line, since a terminal may change. */
  readonly columns: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Shows each event on a line when all that heard it are done or have given it up: the time that it was put, its name and its key, who
 * heard it and how long each took. What else is in an event is not shown.
 */
export class LiveFeed {
  readonly #open = new Map<string, { readonly event: OnBus; readonly at: number; readonly handled: Handled[] }>();

  constructor(private readonly options: LiveFeedOptions) {}

  take(notice: Notice): void {
    if (notice.kind === 'event') this.#open.set(notice.id, { event: notice, at: this.options.now(), handled: [] });
    else if (notice.kind === 'handled') this.#open.get(notice.id)?.handled.push(notice);
    else return;
    const known = this.#open.get(notice.id);
    if (!known || known.handled.length < known.event.functions.length) return;
    this.#open.delete(notice.id);
    this.options.write(this.#line(known.event, known.at, known.handled));
  }

  #line({ detailType, key, functions, otherTargets }: OnBus, at: number, handled: readonly Handled[]): string {
    const { paint, columns } = this.options;
    const begin = `${new Date(at).toISOString().slice(11, 23)} ${detailType}${key === undefined ? '' : ` ${key}`}`;
    const short = shortNames(functions);
    const parts = [...handled]
      .sort((a, b) => b.attempts - a.attempts || a.milliseconds - b.milliseconds)
      .map((each) => ({ isBad: each.outcome !== 'done', text: partOf(each, short) }));
    if (otherTargets > 0)
      parts.push({ isBad: false, text: `${otherTargets} other ${otherTargets === 1 ? 'target' : 'targets'}` });
    if (parts.length === 0) return `${begin}  ${paint('dim', 'nobody')}`;
    const room = columns() - begin.length - 2;
    const shown = takeWithin(parts, room);
    const rest = parts.length - shown.length;
    const text = shown.map((part) => (part.isBad ? paint('red', part.text) : part.text)).join(', ');
    return `${begin}  ${text}${rest > 0 ? `${shown.length > 0 ? ' ' : ''}+${rest}` : ''}`;
  }
}

function partOf(
  { function: name, milliseconds, attempts, outcome }: Handled,
  short: ReadonlyMap<string, string>,
): string {
  const tries = attempts === 1 ? '' : ` (${attempts} tries)`;
  return `${short.get(name)} ${outcome === 'done' ? `${milliseconds} ms` : 'gave up'}${tries}`;
}

/** As many as fit, with room for the count of the others. */
function takeWithin<Part extends { readonly text: string }>(parts: readonly Part[], room: number): readonly Part[] {
  for (let count = parts.length; count > 0; count--) {
    const length = parts.slice(0, count).reduce((sum, { text }) => sum + text.length + 2, -2);
    if (length + (count < parts.length ? 4 : 0) <= room) return parts.slice(0, count);
  }
  return [];
}

/** Functions are called `BUS_PARTICIPANT_JOB`: the job is enough where no other has it. */
function shortNames(functions: readonly string[]): ReadonlyMap<string, string> {
  const last = (name: string) => name.split('_').at(-1) ?? name;
  return new Map(
    functions.map((name) => [
      name,
      functions.filter((other) => last(other) === last(name)).length > 1
        ? name.split('_').slice(-2).join('/')
        : last(name),
    ]),
  );
}
