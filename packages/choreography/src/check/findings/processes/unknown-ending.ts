import { type EventFlow, eventFlow } from '#check/event-flow.ts';
import { type Check, finding } from '#check/finding.ts';
import { isWild } from '#check/matches-name.ts';
import { eventOf, jobName, mayBecauseOf, placeKey } from '#check/naming.ts';
import type { Graph, Process } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';

/** Events at the end of a business process that no process declares: no job acts on them, and no step waits for them. */
export const unknownEnding: Check = (graph) => {
  if (graph.processes.length === 0) return [];
  const flow = eventFlow(graph);
  const sayings = groupBy(graph.producers, eventOf);
  // What another process waits for is missed there.
  const known = new Set(graph.processes.flatMap((process) => [...eventTypesOfProcess(process)]));
  return graph.processes.flatMap((process) => {
    return [...flow.after(`${process.starts.source} ${process.starts.type}`)]
      .filter((event) => !isWild(event) && !known.has(event) && endsHere(graph, flow, process, event))
      .flatMap((event) => sayings.get(event)?.[0] ?? [])
      .map((producer) =>
        finding('unknown-ending', `${process.name} ${eventOf(producer)}`, {
          at: mayBecauseOf(producer),
          what: `The process ${process.name} can end with ${eventOf(producer)} of ${jobName(producer)}, which no step of it waits for.`,
          why: 'The process counts as completed whether it was said or not: nobody sees when it is missing.',
          remedy: 'Name the event in a step of the process, or allow it if nobody needs to know.',
        }),
      );
  });
};

const eventTypesOfProcess = ({ starts, steps, ends = [] }: Process): Set<string> =>
  new Set(
    [starts, ...Object.values(steps).flatMap(({ done, failed = [] }) => [...done, ...failed]), ...ends].map(
      ({ source, type }) => `${source} ${type}`,
    ),
  );

/** Whether only the monitor hears an event, and the event is not the monitor's own. */
function endsHere({ functions }: Graph, flow: EventFlow, process: Process, event: string): boolean {
  const watcher = functions.find((each) => placeKey(each) === placeKey(process));
  if (!watcher) return flow.hearers(event).size === 0;
  const own = [...flow.speakers(event)].some((job) => job.startsWith(`${watcher.participant}/`));
  return !own && [...flow.hearers(event)].every((job) => job === jobName(watcher));
}
