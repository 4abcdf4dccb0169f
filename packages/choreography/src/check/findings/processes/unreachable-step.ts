import { type EventFlow, eventFlow } from '#check/event-flow.ts';
import { type Check, type Finding, finding } from '#check/finding.ts';
import { jobName, listed, placeKey } from '#check/naming.ts';
import type { Graph, Process } from '#graph/graph.ts';

/** Steps of a business process that the routing can never end, or whose end its watcher does not hear; and its early ends. */
export const unreachableStep: Check = (graph) => {
  if (graph.processes.length === 0) return [];
  const flow = eventFlow(graph);
  return graph.processes.flatMap((process) => [
    ...Object.entries(process.steps).flatMap(([step, { done, failed = [] }]) =>
      [
        { ends: done, as: 'done' },
        { ends: failed, as: 'failed' },
      ].flatMap(({ ends, as }) => judge(graph, flow, process, step, as, ends.map(nameOfEvent))),
    ),
    ...Object.entries(process.steps).flatMap(([step, { when }]) => neverDue(process, step, when)),
    ...(process.ends ?? []).map(nameOfEvent).flatMap((event) => neverEnded(graph, flow, process, event)),
  ]);
};

const nameOfEvent = ({ source, type }: { source: string; type: string }): string => `${source} ${type}`;

function judge(
  graph: Graph,
  flow: EventFlow,
  process: Process,
  step: string,
  as: string,
  ends: readonly string[],
): Finding[] {
  const why = ends.map((event) => whyNever(graph, flow, process, event));
  if (ends.length === 0 || why.some((reason) => reason === undefined)) return [];
  return [
    finding('unreachable-step', `${process.name} ${step} ${as}`, {
      at: { template: process.template, id: process.id },
      what: `The step ${step} of the process ${process.name} can never be ${as}: ${listed(why as string[])}.`,
      why: as === 'done' ? 'Every run of the process would be overdue.' : 'A failure of the step would never be seen.',
      remedy: 'Route the events so that the step is reached, or take it out of the process.',
    }),
  ];
}

/** A step that waits for an end of another step that no event reports. If the other step is unreachable, the finding is at that step. */
function neverDue(process: Process, step: string, when: Condition | undefined): Finding[] {
  const before = when && process.steps[when.step];
  if (!when || (when.is === 'done' ? before?.done : before?.failed)?.length) return [];
  return [
    finding('unreachable-step', `${process.name} ${step} due`, {
      at: { template: process.template, id: process.id },
      what: `The step ${step} of the process ${process.name} can never become due: no event says that ${when.step} ${when.is === 'done' ? 'is done' : 'has failed'}.`,
      why: 'Nobody would see when it does not happen.',
      remedy: `Name the event in the step ${when.step}, or let ${step} wait for another.`,
    }),
  ];
}

type Condition = NonNullable<Process['steps'][string]['when']>;

function neverEnded(graph: Graph, flow: EventFlow, process: Process, event: string): Finding[] {
  const why = whyNever(graph, flow, process, event, true);
  if (why === undefined) return [];
  return [
    finding('unreachable-step', `${process.name} ends ${event}`, {
      at: { template: process.template, id: process.id },
      what: `The process ${process.name} can never be ended by ${event}: ${why}.`,
      why: 'What was ended early would be waited for, and be overdue.',
      remedy: 'Let somebody say the event and the monitor hear it, or take it out of the process.',
    }),
  ];
}

/**
 * Why an event can never end a step, as the end of a sentence; undefined when it can.
 * @param fromAnywhere it may be said though nothing in the process leads to it: a person changes their mind
 */
function whyNever(
  graph: Graph,
  flow: EventFlow,
  process: Process,
  event: string,
  fromAnywhere = false,
): string | undefined {
  const start = nameOfEvent(process.starts);
  const watcher = graph.functions.find((each) => placeKey(each) === placeKey(process));
  if (flow.speakers(event).size === 0) return `nobody says ${event}`;
  if (!fromAnywhere && event !== start && !flow.leadsTo(start, event))
    return `${event} is never said as a consequence of ${start}`;
  if (watcher && !flow.hearers(event).has(jobName(watcher)) && !flow.speakers(event).has(jobName(watcher)))
    return `${jobName(watcher)}, which watches the process, does not hear ${event}`;
  return undefined;
}
