import type { RecordedEvent } from '#monitor/api-types.ts';

/** An event, with the lines of a tree before it. */
export interface TreeLine {
  readonly indent: string;
  readonly event: RecordedEvent;
}

/**
 * Events as a tree of causes, each once. An event whose cause was not heard is at the top, and so is the
 * first of several that name each other as cause.
 */
export function causes(events: readonly RecordedEvent[]): TreeLine[] {
  const heard = new Set(events.map(({ eventId }) => eventId));
  const shown = new Set<RecordedEvent>();
  const grow = (event: RecordedEvent, indent: string, below: string): TreeLine[] => {
    shown.add(event);
    const effects = events.filter((other) => other.causationId === event.eventId && !shown.has(other));
    return [
      { indent, event },
      ...effects.flatMap((effect, i) => {
        if (shown.has(effect)) return [];
        const last = i === effects.length - 1;
        return grow(effect, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`);
      }),
    ];
  };
  const roots = events.filter(({ causationId }) => causationId === null || !heard.has(causationId));
  return [...roots, ...events].flatMap((event) => (shown.has(event) ? [] : grow(event, '', '')));
}
