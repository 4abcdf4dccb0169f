import { useEffect, useMemo, useState } from 'preact/hooks';
import type { InstanceView } from '#monitor/api-types.ts';
import { type Moment, momentsOf } from '#monitor/instances/moments.ts';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { span } from '#monitor/page/time/in-words.ts';
import './moment-steps.css';

/** How the steps were before each event, one after another: by buttons, a slider, or the keys `[` and `]`. */
export function MomentSteps({ view }: { view: InstanceView }) {
  const moments = useMemo(() => momentsOf(view), [view]);
  const [chosen, setChosen] = useState<number>();
  const last = moments.length - 1;
  const at = Math.min(chosen ?? last, last);
  useEffect(() => {
    const press = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      if (ctrlKey || metaKey || altKey || (target as Element | null)?.matches?.('input:not([type=range]), textarea'))
        return;
      if (key === '[') setChosen(Math.max(0, at - 1));
      else if (key === ']') setChosen(Math.min(last, at + 1));
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [at, last]);
  const moment = moments[at];
  if (!moment) return null;
  const first = Date.parse(moments[0]?.event.at ?? moment.event.at);
  const title = `Before event ${moment.number} of ${moments.length}: ${moment.event.type}`;
  return (
    <section class="moments" aria-labelledby="moments-title">
      <h2 id="moments-title">Step by step</h2>
      <div class="moments-controls">
        <button type="button" disabled={at === 0} onClick={() => setChosen(at - 1)}>
          Back
        </button>
        <input
          type="range"
          aria-label="Event"
          aria-valuetext={title}
          min={1}
          max={moments.length}
          value={at + 1}
          onInput={({ currentTarget }) => setChosen(Number(currentTarget.value) - 1)}
        />
        <button type="button" disabled={at === last} onClick={() => setChosen(at + 1)}>
          Forward
        </button>
      </div>
      <p class="moments-event" role="status">
        {title} <span class="moments-when">+{span(Date.parse(moment.event.at) - first)}</span>
      </p>
      <StepsThen moment={moment} />
    </section>
  );
}

function StepsThen({ moment: { before, after } }: { moment: Moment }) {
  return (
    <ul class="moments-steps">
      {before.map(({ name, state }, at) => {
        const next = after[at]?.state ?? state;
        return (
          <li key={name} class={`is-${state}`}>
            <Mark of={state} />
            <strong>{name}</strong> {state}
            {next !== state && <span class="moments-change"> → {next}</span>}
          </li>
        );
      })}
    </ul>
  );
}
