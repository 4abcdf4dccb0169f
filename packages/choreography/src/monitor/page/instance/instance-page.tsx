import { useMemo, useState } from 'preact/hooks';
import type { Graph } from '#graph/graph.ts';
import type { InstanceView, MapAnswer } from '#monitor/api-types.ts';
import { instancePath, listPath } from '#monitor/page/address.ts';
import { useProcesses, wordsOf } from '#monitor/page/api/process-list.ts';
import { useLive, useLivePages } from '#monitor/page/api/use-live.ts';
import { isLate } from '#monitor/page/instances/lateness.ts';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { useNow } from '#monitor/page/time/clock.ts';
import { capitalised, plural, roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
import './instance-page.css';
import { MomentSteps } from './moment-steps.tsx';
import { OwedSteps } from './owed-steps.tsx';
import { planOf } from './plan.ts';
import { Process } from './process.tsx';
import { Story } from './story.tsx';

/** How often one asks, in milliseconds: less often once nothing is awaited any more. */
const interval = ({ state, failures }: InstanceView): number =>
  state === 'completed' && failures.length === 0 ? 5000 : 1000;
const MAP_INTERVAL = 60_000;

/** One instance: what it lacks, the process as a picture, and the story of what happened. */
export function InstancePage({ process: name, instanceKey }: { process: string; instanceKey: string }) {
  const path = instancePath({ process: name, key: instanceKey });
  const processes = useProcesses();
  const process = processes.find((each) => each.name === name);
  const all = wordsOf(processes, null).many;
  const [pages, setPages] = useState(1);
  const { answer: view, refused } = useLivePages<InstanceView>(path, pages, interval);
  const graph = useLive<MapAnswer<Graph>>('/map', () => MAP_INTERVAL).answer?.map;
  const now = useNow();
  const plan = useMemo(() => (view && process ? planOf(view, process, graph) : []), [view, process, graph]);
  if (!view || !process)
    return (
      <section class="empty">
        <h1>{instanceKey}</h1>
        <p role="status">
          {refused ? `${refused.message} It is shown as soon as there is one.` : 'Reading what happened…'}
        </p>
        <p>
          <a href="/">All {all}</a>
        </p>
      </section>
    );

  const late = isLate(view, now);
  const look = late ? 'overdue' : view.failures.length > 0 ? 'failed' : view.state;
  return (
    <article class="instance">
      <header class={`instance-title is-${look}`}>
        <p class="instance-crumb">
          <a href={listPath()}>{capitalised(all)}</a>
        </p>
        <h1>
          <Mark of={look} size={22} />
          {view.key}
        </h1>
        <p class="instance-is">{sentence(view, late)}</p>
        <p class="instance-facts">
          {view.startedAt &&
            `Started ${timeOfDay(view.startedAt, now)}, ${roughSpan(now - Date.parse(view.startedAt))} ago`}
          {view.party && (
            <>
              {` · ${(view.words.party ?? 'for').toLowerCase()} `}
              <a href={`/?${new URLSearchParams({ process: view.process, q: view.party })}`}>{view.party}</a>
            </>
          )}
          {` · process ${view.process}`}
        </p>
      </header>
      <OwedSteps view={view} plan={plan} now={now} />
      <Process view={view} plan={plan} now={now} process={process} />
      <MomentSteps view={view} />
      <Story view={view} plan={plan} now={now} process={process} />
      {view.cursor !== null && (
        <button type="button" onClick={() => setPages(pages + 1)}>
          Read later events
        </button>
      )}
    </article>
  );
}

/** What came after its deadline, and by how much. */
const lateSteps = (steps: InstanceView['steps']): string =>
  steps
    .flatMap(({ name, late, at, deadline }) =>
      late && at && deadline
        ? [`${name} came ${roughSpan(Date.parse(at) - Date.parse(deadline))} after its deadline`]
        : [],
    )
    .join(', ');

/** The instance's state as a sentence. */
function sentence(view: InstanceView, isLateNow: boolean): string {
  const { state, steps, failures, startedAt } = view;
  const done = steps.filter((step) => step.state === 'done').length;
  const progress = `${done} of ${plural(steps.length, 'step')} done`;
  const missing = steps.filter((step) => step.state === 'overdue').map(({ name }) => name);
  if (isLateNow) return `Late: ${missing.join(' and ') || 'a step'} should have happened by now. ${progress}.`;
  if (failures.length > 0) return `Stuck: ${progress}, and ${plural(failures.length, 'event')} set aside.`;
  if (state === 'open') return `In progress: ${progress}.`;
  if (state === 'ended') return `Ended early: ${progress}, and nothing more is awaited.`;
  const ends = steps.flatMap(({ at }) => at ?? []).sort();
  const took =
    startedAt && ends.length > 0
      ? `, ${span(Date.parse(ends.at(-1) ?? '') - Date.parse(startedAt))} after its start`
      : '';
  if (state === 'failed') {
    const failed = steps.filter((step) => step.state === 'failed').map(({ name }) => name);
    const waits = steps.some((step) => step.state === 'waiting');
    return `Failed: not ${failed.join(', ')}. ${waits ? 'What follows from that is under way.' : `What follows from that is done${took}.`}`;
  }
  const late = lateSteps(steps);
  return late ? `Completed, but late: ${late}. Every step was done${took}.` : `Completed: every step was done${took}.`;
}
