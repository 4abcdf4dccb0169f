import type { InstanceSummary, ProcessView, Words } from '#monitor/api-types.ts';
import { instancePath } from '#monitor/page/address.ts';
import { wordsOf } from '#monitor/page/api/process-list.ts';
import { count, plural, roughSpan } from '#monitor/page/time/in-words.ts';
import { isLate, isWrong } from './lateness.ts';
import './whats-missing.css';

/** What should have happened by now and did not, over all instances, by the step and by who owes it. */
export function WhatsMissing({
  instances,
  processes,
  words,
  now,
  more,
  reading,
}: {
  instances: readonly InstanceSummary[];
  processes: readonly ProcessView[];
  words: Words;
  now: number;
  /** There may be more instances than are known yet. */
  more: boolean;
  /** Nothing is known yet. */
  reading: boolean;
}) {
  const wrong = instances.filter((instance) => isWrong(instance, now) || instance.missing.length > 0);
  const groups = groupsOf(wrong, now);
  const next = instances
    .filter(({ state, deadline }) => state === 'open' && deadline !== null && Date.parse(deadline) >= now)
    .sort((a, b) => ((a.deadline ?? '') < (b.deadline ?? '') ? -1 : 1));
  const [first] = next;
  return (
    <section class={`missing ${groups.length > 0 ? 'missing-some' : ''}`} aria-labelledby="missing-title">
      <h2 id="missing-title">
        {groups.length > 0 ? (
          <>
            {plural(wrong.length, words.one, words.many)}
            {more ? ' or more lack' : wrong.length === 1 ? ' lacks' : ' lack'} what should have happened
          </>
        ) : (
          (reading && 'Looking for what is missing…') || 'Nothing is missing'
        )}
      </h2>
      <p class="missing-next">
        {first?.deadline ? (
          <>
            {plural(next.length, words.one, words.many)} in progress; the next deadline is in{' '}
            {roughSpan(Date.parse(first.deadline) - now)} (<a href={instancePath(first)}>{first.key}</a>).
          </>
        ) : groups.length > 0 ? (
          `No other ${words.one} is waiting for anything.`
        ) : reading ? (
          `The ${words.many} that are late, stuck or under way are read.`
        ) : (
          `Every ${words.one} has what it should have by now.`
        )}
      </p>
      {groups.length > 0 && <OwedSteps groups={groups} processes={processes} />}
    </section>
  );
}

function OwedSteps({ groups, processes }: { groups: readonly OwedGroup[]; processes: readonly ProcessView[] }) {
  return (
    <ul>
      {groups.map(({ process, step, participant, instances: all, late, setAside, oldest }) => (
        <li key={`${process} ${step} ${participant}`}>
          <a href={missingPath(process, step)} class={late > 0 ? 'is-late' : 'is-failed'}>
            <span class="missing-count">{count(all)}</span>
            <span>
              <strong>{step}</strong> owed by <strong>{participant}</strong>
              <span class="missing-detail">
                {[
                  processes.length > 1 && plural(all, ...oneAndMany(wordsOf(processes, process))),
                  late > 0 && `${count(late)} late${oldest > 0 ? `, the oldest by ${roughSpan(oldest)}` : ''}`,
                  setAside > 0 && `${count(setAside)} set aside`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

const oneAndMany = ({ one, many }: Words) => [one, many] as const;

/** The list of the instances of a process that lack a step, whatever else was chosen before. */
export const missingPath = (process: string, step: string): string =>
  `/?${new URLSearchParams({ process, missing: step })}`;

/** One step of a process that one participant owes. */
export interface OwedGroup {
  readonly process: string;
  readonly step: string;
  readonly participant: string;
  readonly instances: number;
  readonly late: number;
  readonly setAside: number;
  /** The longest that one is late, in milliseconds; 0 when none is. */
  readonly oldest: number;
}

/** What is owed in some instances; the most first. */
export function groupsOf(instances: readonly InstanceSummary[], now: number): OwedGroup[] {
  const groups = new Map<string, OwedGroup>();
  for (const instance of instances) {
    const { process } = instance;
    for (const { step, participant, setAside } of instance.missing) {
      const late = instance.steps.some(({ name, state }) => name === step && state === 'overdue');
      const id = `${process} ${step} ${participant}`;
      const before = groups.get(id);
      const lateBy = late && isLate(instance, now) && instance.deadline ? now - Date.parse(instance.deadline) : 0;
      groups.set(id, {
        process,
        step,
        participant,
        instances: (before?.instances ?? 0) + 1,
        late: (before?.late ?? 0) + (late ? 1 : 0),
        setAside: (before?.setAside ?? 0) + (setAside ? 1 : 0),
        oldest: Math.max(before?.oldest ?? 0, lateBy),
      });
    }
  }
  return [...groups.values()].sort((a, b) => b.instances - a.instances || (a.step < b.step ? -1 : 1));
}
