import { useEffect, useMemo } from 'preact/hooks';
import type { Graph } from '#graph/graph.ts';
import type { MapAnswer, ParticipantsAnswer } from '#monitor/api-types.ts';
import { goTo, useAddress } from '#monitor/page/address.ts';
import { useLive } from '#monitor/page/api/use-live.ts';
import { plural } from '#monitor/page/time/in-words.ts';
import { flowOf } from './flow.ts';
import { highlightOf, readFocus } from './focus.ts';
import { Focused } from './focused.tsx';
import { Picture } from './picture.tsx';
import { Rules } from './rules.tsx';

/** How often the counts are asked for, in milliseconds. */
const POLL_MS = 3000;

/** The choreography, drawn from the deployed templates: who says what to whom, how often, and who fails at it. */
export function MapView() {
  const { answer, refused } = useLive<MapAnswer<Graph>>('/map', () => POLL_MS);
  const participants = useLive<ParticipantsAnswer>('/participants', () => POLL_MS).answer?.participants;
  const { query } = useAddress();
  const focus = readFocus(query);
  const graph = answer?.map;
  const known = JSON.stringify(graph);
  const flow = useMemo(() => graph && flowOf(graph), [known]);
  const lit = useMemo(() => flow && highlightOf(flow, focus), [flow, query]);
  const failing = new Map(
    (participants ?? []).flatMap(({ participant, jobs }) =>
      jobs.flatMap(({ job, deadLetters }) =>
        deadLetters > 0 ? [[`${participant}/${job}`, deadLetters] as const] : [],
      ),
    ),
  );
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => key === 'Escape' && location.search && goTo('/map');
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  if (!answer || !flow || !graph)
    return (
      <section class="empty">
        <h1>The map</h1>
        <p role="status">{refused?.message ?? 'Reading the templates…'}</p>
      </section>
    );
  return (
    <>
      <header class="view-head">
        <h1>The map</h1>
        <p>
          {plural(flow.participants.length, 'participant')}, {plural(flow.events.length, 'event')},{' '}
          {plural(graph.consumers.length, 'rule')}, as the deployed templates have them. Choose a participant, or an
          event to follow its way.
        </p>
      </header>
      <Picture flow={flow} counts={answer.counts} failing={failing} lit={lit} focus={focus} />
      <Focused flow={flow} counts={answer.counts} failing={failing} focus={focus} />
      <Rules graph={graph} lit={lit} />
    </>
  );
}
