import { useMemo, useState } from 'preact/hooks';
import type { Graph } from '#graph/graph.ts';
import type { MapAnswer, OrderView } from '#monitor/answers.ts';
import { listPath } from '#monitor/page/address.ts';
import { useLive, useLivePages } from '#monitor/page/api/use-live.ts';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { isLate } from '#monitor/page/orders/lateness.ts';
import { useNow } from '#monitor/page/time/clock.ts';
import { plural, roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
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
  const [pages, setPages] = useState(1);
  const { answer: view, refused } = useLivePages<OrderView>(path, pages, interval);
  const graph = useLive<MapAnswer<Graph>>('/map', () => MAP_INTERVAL).answer?.map;
  const now = useNow();
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

  const starts = startsOf(view, graph);
  const late = isLate(view, now);
  const look = late ? 'overdue' : view.failures.length > 0 ? 'failed' : view.state;
  return (
    <article class="order">
      <header class={`order-title is-${look}`}>
        <p class="order-crumb">
          <a href={listPath()}>Orders</a>
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
      <Process view={view} plan={plan} now={now} starts={starts} />
      <Story view={view} plan={plan} now={now} starts={starts} />
      {view.cursor !== null && (
        <button type="button" onClick={() => setPages(pages + 1)}>
          Read later events
        </button>
      )}
    </article>
  );
}

const startsOf = ({ process, events }: OrderView, graph: Graph | undefined): string =>
  graph?.processes.find(({ name }) => name === process)?.starts.type ?? events[0]?.type ?? 'Start';

/** What came after its deadline, and by how much. */
const lateSteps = (steps: OrderView['steps']): string =>
  steps
    .flatMap(({ name, late, at, deadline }) =>
      late && at && deadline
        ? [`${name} came ${roughSpan(Date.parse(at) - Date.parse(deadline))} after its deadline`]
        : [],
    )
    .join(', ');

/** The order's state as a sentence. */
function sentence(view: OrderView, isLateNow: boolean): string {
  const { state, steps, failures, startedAt } = view;
  const done = steps.filter((step) => step.state === 'done').length;
  const progress = `${done} of ${plural(steps.length, 'step')} done`;
  const missing = steps.filter((step) => step.state === 'overdue').map(({ name }) => name);
  if (isLateNow) return `Late: ${missing.join(' and ') || 'a step'} should have happened by now. ${progress}.`;
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
  const late = lateSteps(steps);
  return late ? `Completed, but late: ${late}. Every step was done${took}.` : `Completed: every step was done${took}.`;
}
