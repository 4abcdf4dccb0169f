import type { InstanceSummary, Words } from '#monitor/api-types.ts';
import { goTo, withQuery } from '#monitor/page/address.ts';
import { capitalised, count } from '#monitor/page/time/in-words.ts';
import { type Choice, isOf, SPANS, STATES, type StateFilter } from './chosen-instances.ts';
import './filters.css';

interface FilterProps {
  readonly choice: Choice;
  readonly words: Words;
  readonly instances: readonly InstanceSummary[];
  readonly now: number;
  readonly exact: boolean;
  /** A process that is shown can end early. */
  readonly mayEnd: boolean;
}

/** The filters of the list of instances. All are in the page's address, so that a list can be bookmarked and sent. */
export function Filters({ choice, words, instances, now, exact, mayEnd }: FilterProps) {
  return (
    <search class="filters">
      <States {...{ choice, words, instances, now, exact, mayEnd }} />
      <Search text={choice.text} words={words} />
      <label class="within">
        <span>Started</span>
        <select
          value={choice.within ?? ''}
          onChange={({ currentTarget }) => goTo(withQuery({ within: currentTarget.value }))}
        >
          <option value="">at any time</option>
          {Object.keys(SPANS).map((span) => (
            <option key={span} value={span}>
              in the last {span}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}

/** The states to choose from, those that ask for attention with the number of instances. */
function States({ choice, words, instances, now, exact, mayEnd }: FilterProps) {
  const numberOf = (state: StateFilter) =>
    instances.reduce((sum, instance) => sum + (isOf(state, instance, now) ? 1 : 0), 0);
  return (
    <nav class="segments" aria-label={`${capitalised(words.many)} by state`}>
      {STATES.filter((state) => state !== 'ended' || mayEnd).map((state) => (
        <a
          key={state}
          href={`/${withQuery({ state: state === 'all' ? null : state }).replace(/^[^?]*/, '')}`}
          aria-current={choice.state === state ? 'true' : undefined}
          class={`segment-${state}`}
        >
          {NAMES[state]}
          {COUNTED.has(state) && (
            <span class="segment-count">
              {count(numberOf(state))}
              {exact ? '' : '+'}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

function Search({ text, words }: { text: string; words: Words }) {
  const party = (words.party ?? 'party').toLowerCase();
  return (
    <div class="search">
      <label for="search" class="aloud">
        Search by the key of the {words.one}, or by its {party}
      </label>
      <input
        id="search"
        type="search"
        placeholder={`Key of the ${words.one}${words.party ? `, or ${party}` : ''}`}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => goTo(withQuery({ q: currentTarget.value }), { replace: true })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            goTo(withQuery({ q: null }), { replace: true });
            event.currentTarget.blur();
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            document.querySelector<HTMLElement>('.instance-row a')?.focus();
          } else return;
          event.preventDefault();
        }}
      />
      <kbd>/</kbd>
    </div>
  );
}

const NAMES: Readonly<Record<StateFilter, string>> = {
  all: 'All',
  late: 'Late',
  failed: 'Failed',
  open: 'In progress',
  completed: 'Completed',
  ended: 'Ended early',
};
const COUNTED: ReadonlySet<StateFilter> = new Set(['late', 'failed', 'open']);
