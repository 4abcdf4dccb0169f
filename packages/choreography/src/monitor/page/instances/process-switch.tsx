import type { InstanceSummary, ProcessView } from '#monitor/api-types.ts';
import { withQuery } from '#monitor/page/address.ts';
import { capitalised, count } from '#monitor/page/time/in-words.ts';
import { isWrong } from './lateness.ts';
import './process-switch.css';

/** Which process is shown, or all of them; each with how many of its instances are late or stuck. Empty if there is only one. */
export function ProcessSwitch({
  processes,
  chosen,
  instances,
  now,
}: {
  processes: readonly ProcessView[];
  chosen: string | null;
  instances: ReadonlyMap<string, InstanceSummary>;
  now: number;
}) {
  if (processes.length < 2) return null;
  const allWrong = [...instances.values()].filter((instance) => isWrong(instance, now));
  const choices = [
    { name: null, label: 'All processes', wrong: allWrong.length },
    ...processes.map(({ name, words }) => ({
      name,
      label: capitalised(words.many),
      wrong: allWrong.filter(({ process }) => process === name).length,
    })),
  ];
  return (
    <nav class="segments process-switch" aria-label="Processes">
      {choices.map(({ name, label, wrong }) => (
        <a
          key={name}
          href={`/${withQuery({ process: name, missing: null }).replace(/^[^?]*/, '')}`}
          aria-current={name === chosen ? 'true' : undefined}
        >
          {label}
          {wrong > 0 && (
            <span class="segment-count is-wrong">
              {count(wrong)}
              <span class="aloud"> late or set aside</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
