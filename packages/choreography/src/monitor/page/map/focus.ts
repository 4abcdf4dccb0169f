import type { Flow, FlowEvent } from './flow.ts';

/** What the reader looks at: one participant, or the way of one event. */
export type Focus =
  | { readonly kind: 'participant'; readonly name: string }
  | { readonly kind: 'event'; readonly key: string };

/** What is highlighted on the map: boxes by `participant`, events by their key, and lines by `from to`. */
export interface Highlight {
  readonly participants: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** `participant event` for who says it, `event participant/job` for who hears it. */
  readonly lines: ReadonlySet<string>;
}

export function readFocus(query: URLSearchParams): Focus | undefined {
  const participant = query.get('participant');
  const event = query.get('event');
  if (participant) return { kind: 'participant', name: participant };
  return event ? { kind: 'event', key: event } : undefined;
}

/**
 * Of a participant: what it hears and says, and with whom. Of an event: who says it, and all that follows from it. Undefined
 * when nothing is looked at.
 */
export function highlightOf({ events }: Flow, focus: Focus | undefined): Highlight | undefined {
  if (!focus) return undefined;
  const lit = { participants: new Set<string>(), events: new Set<string>(), lines: new Set<string>() };
  const sayers = (event: FlowEvent) => {
    lit.events.add(event.key);
    for (const { participant } of event.saidBy) {
      lit.participants.add(participant);
      lit.lines.add(`${participant} ${event.key}`);
    }
  };
  const hearers = (event: FlowEvent, only?: string) => {
    lit.events.add(event.key);
    const heard = event.heardBy.filter(({ participant }) => !only || participant === only);
    for (const { participant, job } of heard) {
      lit.participants.add(participant);
      lit.lines.add(`${event.key} ${participant}/${job}`);
    }
    return heard;
  };
  if (focus.kind === 'participant') {
    lit.participants.add(focus.name);
    for (const event of events) {
      if (event.saidBy.some(({ participant }) => participant === focus.name)) {
        sayers(event);
        hearers(event);
      }
      if (event.heardBy.some(({ participant }) => participant === focus.name)) {
        sayers(event);
        hearers(event, focus.name);
      }
    }
    return lit;
  }
  const follow = (event: FlowEvent) => {
    if (lit.events.has(event.key)) return;
    sayers(event);
    for (const { participant, job, everything } of hearers(event)) {
      // A participant that hears everything answers no event in particular.
      if (everything) continue;
      for (const next of events)
        if (next.saidBy.some((end) => end.participant === participant && end.job === job)) follow(next);
    }
  };
  const start = events.find(({ key }) => key === focus.key);
  if (start) follow(start);
  return lit;
}
