import { useMemo, useState } from 'preact/hooks';
import type { Graph } from '../../../../tools/map/graph.ts';
import type { MapAnswer, OrderView, RecordedEvent } from '../../answers.ts';
import { ask } from '../api/ask.ts';
import { useLive } from '../api/use-live.ts';
import { Mark } from '../marks/mark.tsx';
import { isLate } from '../orders/lateness.ts';
import { useNow } from '../time/clock.ts';
import { plural, roughSpan, span, timeOfDay } from '../time/in-words.ts';
import './order-page.css';
import { Owed } from './owed.tsx';
import { planOf } from './plan.ts';
import { Process } from './process.tsx';
import { Story } from './story.tsx';

/** How often one asks, in milliseconds: less often once nothing is awaited any more. */
const interval = ({ state, failures }: OrderView): number =>
  state === 'completed' && failures.length === 0 ? 5000 : 1000;
const MAP_INTERVAL = 60_000;

/** One order: what it lacks, the process as a picture, and the story of what happened. */
export function OrderPage({ orderId }: { orderId: string }) {
  const path = `/orders/${encodeURIComponent(orderId)}`;
  const { answer, refused } = useLive<OrderView>(path, interval);
  const graph = useLive<MapAnswer<Graph>>('/map', () => MAP_INTERVAL).answer?.map;
  const [later, setLater] = useState<{ events: readonly RecordedEvent[]; cursor: string | null }>();
  const now = useNow();
  const view = useMemo(() => answer && withLater(answer, later), [answer, later]);
  const plan = useMemo(() => (view ? planOf(view, graph) : []), [view, graph]);
  if (!view)
    return (
      <section class="empty">
        <h1>{orderId}</h1>
        <p role="status">
          {refused ? `${refused.message} It is shown as soon as there is one.` : 'Reading the order…'}
        </p>
        <p>
          <a href="/">All orders</a>
        </p>
      </section>
    );

  const late = isLate(view, now);
  const look = late ? 'overdue' : view.failures.length > 0 ? 'failed' : view.state;
  return (
    <article class="order">
      <header class={`order-title is-${look}`}>
        <p class="order-crumb">
          <a href="/">Orders</a>
        </p>
        <h1>
          <Mark of={look} size={22} />
          {view.orderId}
        </h1>
        <p class="order-is">{sentence(view, late)}</p>
        <p class="order-facts">
          {view.startedAt &&
            `Placed ${timeOfDay(view.startedAt, now)}, ${roughSpan(now - Date.parse(view.startedAt))} ago`}
          {view.customerId && (
            <>
              {' · customer '}
              <a href={`/?q=${encodeURIComponent(view.customerId)}`}>{view.customerId}</a>
            </>
          )}
          {` · process ${view.process}`}
        </p>
      </header>
      <Owed view={view} plan={plan} now={now} />
      <Process view={view} plan={plan} now={now} starts={startsOf(view, graph)} />
      <Story view={view} plan={plan} now={now} />
      {view.cursor !== null && (
        <button
          type="button"
          onClick={async () => {
            const next = await ask<OrderView>(`${path}?cursor=${encodeURIComponent(view.cursor ?? '')}`).catch(
              () => undefined,
            );
            if (next) setLater({ events: [...(later?.events ?? []), ...next.events], cursor: next.cursor });
          }}
        >
          Read later events
        </button>
      )}
    </article>
  );
}

function withLater(
  view: OrderView,
  later: { events: readonly RecordedEvent[]; cursor: string | null } | undefined,
): OrderView {
  if (!later) return view;
  const known = new Map([...view.events, ...later.events].map((event) => [event.eventId, event]));
  return { ...view, events: [...known.values()], cursor: later.cursor };
}

const startsOf = ({ process, events }: OrderView, graph: Graph | undefined): string =>
  graph?.processes.find(({ name }) => name === process)?.starts.type ?? events[0]?.type ?? 'Start';

/** The order's state as a sentence. */
function sentence(view: OrderView, late: boolean): string {
  const { state, steps, failures, startedAt } = view;
  const done = steps.filter((step) => step.state === 'done').length;
  const progress = `${done} of ${plural(steps.length, 'step')} done`;
  const missing = steps.filter((step) => step.state === 'overdue').map(({ name }) => name);
  if (late) return `Late: ${missing.join(' and ') || 'a step'} should have happened by now. ${progress}.`;
  if (failures.length > 0) return `Stuck: ${progress}, and ${plural(failures.length, 'event')} set aside.`;
  if (state === 'open') return `In progress: ${progress}.`;
  const ends = steps.flatMap(({ at }) => at ?? []).sort();
  const took =
    startedAt && ends.length > 0
      ? `, ${span(Date.parse(ends.at(-1) ?? '') - Date.parse(startedAt))} after it was placed`
      : '';
  if (state === 'failed') {
    const failed = steps.filter((step) => step.state === 'failed').map(({ name }) => name);
    const waits = steps.some((step) => step.state === 'waiting');
    return `Failed: not ${failed.join(', ')}. ${waits ? 'What follows from that is under way.' : `What follows from that is done${took}.`}`;
  }
  return `Completed: every step was done${took}.`;
}
