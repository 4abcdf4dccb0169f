import { plural } from '#monitor/page/time/in-words.ts';
import type { Flow, FlowEvent } from './flow.ts';
import type { Focus } from './focus.ts';
import './focused.css';

/** What is looked at on the map, in words. */
export function Focused({
  flow,
  counts,
  failing,
  focus,
}: {
  flow: Flow;
  counts: Readonly<Record<string, number>>;
  failing: ReadonlyMap<string, number>;
  focus: Focus | undefined;
}) {
  return (
    <div class="focused-place" role="status">
      {focus?.kind === 'participant' && (
        <section class="focused">
          <h2>{focus.name}</h2>
          <ParticipantInWords flow={flow} name={focus.name} failing={failing} />
          <Leave />
        </section>
      )}
      {focus?.kind === 'event' && (
        <section class="focused">
          <h2>{focus.key.split(' ').at(-1)}</h2>
          {flow.events
            .filter(({ key }) => key === focus.key)
            .map((event) => (
              <p key={event.key}>
                Heard {plural(counts[event.key] ?? 0, 'time')}. Said by {names(event.saidBy)}; {hearersOf(event)}.
              </p>
            ))}
          <Leave />
        </section>
      )}
    </div>
  );
}

function ParticipantInWords({
  flow,
  name,
  failing,
}: {
  flow: Flow;
  name: string;
  failing: ReadonlyMap<string, number>;
}) {
  const said = flow.events.filter(({ saidBy }) => saidBy.some(({ participant }) => participant === name));
  const heard = flow.events.flatMap((event) =>
    event.heardBy.filter(({ participant }) => participant === name).map((ear) => ({ event, ear })),
  );
  const everything = heard.filter(({ ear }) => ear.everything);
  const letters = [...failing].filter(([job]) => job.startsWith(`${name}/`));
  return (
    <ul>
      {everything[0] && <li>{everything[0].ear.job} hears everything that anybody else says.</li>}
      {heard
        .filter(({ ear }) => !ear.everything)
        .map(({ event, ear }) => (
          <li key={`${event.key} ${ear.job}`}>
            {ear.job} hears {event.type} from {names(event.saidBy)}.
          </li>
        ))}
      {said.map((event) => (
        <li key={event.key}>
          {event.saidBy.flatMap(({ participant, job }) => (participant === name ? (job ?? name) : [])).join(', ')} says{' '}
          {event.type}; {hearersOf(event)}.
        </li>
      ))}
      {letters.map(([job, number]) => (
        <li key={job} class="is-failed">
          {job} has {plural(number, 'event')} set aside.
        </li>
      ))}
    </ul>
  );
}

const Leave = () => (
  <p>
    <a href="/map">See all</a>
  </p>
);

function hearersOf({ heardBy }: FlowEvent): string {
  const meant = heardBy.filter(({ everything }) => !everything);
  if (meant.length > 0) return `heard by ${names(meant)}`;
  return heardBy.length > 0 ? `heard by nobody but ${names(heardBy)}, which hears everything` : 'heard by nobody';
}

const names = (ends: readonly { participant: string; job: string | null }[]): string =>
  [...new Set(ends.map(({ participant, job }) => (job ? `${participant}/${job}` : participant)))].join(', ');
