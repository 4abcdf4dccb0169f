import { useMemo, useState } from 'preact/hooks';
import type { InstanceView, ProcessView } from '#monitor/api-types.ts';
import { goTo, useAddress, withQuery } from '#monitor/page/address.ts';
import { plural } from '#monitor/page/time/in-words.ts';
import { meaningsIn } from './meaning.ts';
import type { PlannedStep } from './plan.ts';
import './story.css';
import { StoryLine } from './story-line.tsx';
import { byCause, byTime } from './story-lines.ts';

/** How many lines are drawn at first, and more each time. */
const AT_ONCE = 200;

/** What was said of an instance, and what should have been: as a tree of causes or as a timeline, each event with its data. */
export function Story({
  view,
  plan,
  now,
  process,
}: {
  view: InstanceView;
  plan: readonly PlannedStep[];
  now: number;
  process: ProcessView;
}) {
  const inTime = useAddress().query.get('by') === 'time';
  const [shown, setShown] = useState(AT_ONCE);
  const tree = useMemo(() => byCause(view, plan), [view, plan]);
  const lines = useMemo(() => (inTime ? byTime(tree) : tree), [tree, inTime]);
  // What was set aside took as long as its job was tried: it would leave no room for the others.
  const times = lines.flatMap(({ at, part }) => (part.kind === 'said' ? (at ?? []) : []));
  const from = view.startedAt ? Date.parse(view.startedAt) : Math.min(...times);
  const to = Math.max(from + 1, ...times);
  const meanings = meaningsIn(view, plan, process);
  return (
    <section class="story" aria-labelledby="story-title">
      <div class="story-head">
        <h2 id="story-title">What happened{lines.some(({ at }) => at === undefined) ? ', and what did not' : ''}</h2>
        <nav class="segments" aria-label="Order of the events">
          {[
            ['cause', 'By cause'],
            ['time', 'By time'],
          ].map(([by, label]) => (
            <button
              key={by}
              type="button"
              aria-pressed={(by === 'time') === inTime}
              onClick={() => goTo(withQuery({ by: by === 'time' ? 'time' : null }), { replace: true })}
            >
              {label}
            </button>
          ))}
        </nav>
      </div>
      <ol class="story-lines">
        {lines.slice(0, shown).map((line) => (
          <StoryLine key={line.key} line={line} from={from} to={to} now={now} meanings={meanings} />
        ))}
      </ol>
      {lines.length > shown && (
        <button type="button" onClick={() => setShown(shown + AT_ONCE)}>
          Show {plural(Math.min(AT_ONCE, lines.length - shown), 'more event')} of {lines.length}
        </button>
      )}
    </section>
  );
}
