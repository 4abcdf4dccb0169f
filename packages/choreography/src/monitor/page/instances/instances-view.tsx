import { useEffect, useMemo } from 'preact/hooks';
import type { Words } from '#monitor/api-types.ts';
import { goTo, useAddress, withQuery } from '#monitor/page/address.ts';
import {
  attentionShelves,
  jointReach,
  REREAD_MS,
  type ReadUpTo,
  readShelf,
  searchInstances,
  useInstanceBook,
} from '#monitor/page/api/instance-book.ts';
import { useProcesses, wordsOf } from '#monitor/page/api/process-list.ts';
import { useNow } from '#monitor/page/time/clock.ts';
import { capitalised, plural } from '#monitor/page/time/in-words.ts';
import { type Choice, chosenInstances, readChoice, shelvesOf } from './chosen-instances.ts';
import { Filters } from './filters.tsx';
import { InstanceTable } from './instance-table.tsx';
import './instances-view.css';
import { ProcessSwitch } from './process-switch.tsx';
import { WhatsMissing } from './whats-missing.tsx';

/** A pause in typing, in milliseconds, after which the API is asked too. */
const PAUSE = 300;

/** Who scrolls to the end goes on. */
const PAGES_ON_SCROLL = 5;

/** All instances: first what is missing, then the list, of which the address says what is shown. */
export function InstancesView() {
  const { query } = useAddress();
  const book = useInstanceBook();
  const processes = useProcesses();
  const now = useNow();
  const choice = readChoice(query);
  const names = processes.map(({ name }) => name).filter((name) => choice.process === null || choice.process === name);
  const shown = processes.filter(({ name }) => names.includes(name));
  const words = wordsOf(processes, choice.process);
  const shelves = shelvesOf(choice, names);
  const instances = useMemo(
    () => chosenInstances(book, choice, names, now),
    [book, query, processes, Math.floor(now / 5000)],
  );
  const all = useMemo(
    () => [...book.instances.values()].filter(({ process }) => names.includes(process)),
    [book.instances, choice.process, processes],
  );
  const reach = jointReach(book, shelves);
  const more = !choice.text && reach !== undefined && reach.cursor !== null;
  useFirstPages(shelves, reach === undefined);
  useSearch(choice.text, names);

  const attention = jointReach(book, names.flatMap(attentionShelves));
  const attentionIsRead = attention?.cursor === null;
  const loaded = isRead(reach) || instances.length > 0;
  return (
    <>
      <h1 class="aloud">{capitalised(words.many)}</h1>
      <ProcessSwitch processes={processes} chosen={choice.process} instances={book.instances} now={now} />
      <WhatsMissing
        instances={all}
        processes={processes}
        words={words}
        now={now}
        more={!attentionIsRead}
        reading={!isRead(attention)}
      />
      <Filters
        choice={choice}
        words={words}
        instances={all}
        now={now}
        exact={attentionIsRead}
        mayEnd={shown.some(({ ends = [] }) => ends.length > 0)}
      />
      <Told {...{ choice, words, loaded, more }} read={instances.length} />
      {book.sample && <Sampled {...book.sample} words={words} />}
      {loaded && instances.length === 0 && !more ? (
        <section class="empty">
          <p>{all.length === 0 ? `No ${words.one} was begun yet.` : `No ${words.one} is like that.`}</p>
        </section>
      ) : (
        <InstanceTable
          instances={instances}
          processes={shown}
          words={words}
          now={now}
          more={more}
          onEnd={() => more && read(shelves, PAGES_ON_SCROLL, new AbortController().signal)}
        />
      )}
    </>
  );
}

/** How many instances are listed, and by what they were chosen. */
function Told({
  choice,
  words,
  loaded,
  more,
  read: known,
}: {
  choice: Choice;
  words: Words;
  loaded: boolean;
  more: boolean;
  /** So many instances. */
  read: number;
}) {
  const party = words.party?.toLowerCase() ?? 'party';
  const isFiltered = choice.text || choice.missing || choice.state !== 'all' || choice.within;
  return (
    <p class="instances-told" role="status">
      {!loaded
        ? `Reading the ${words.many}…`
        : `${plural(known, words.one, words.many)}${more ? ' read so far' : ''}${choice.text ? ` with “${choice.text}” in the key of the ${words.one} or in the ${party}` : ''}${choice.missing ? ` without ${choice.missing}` : ''}`}
      {isFiltered && (
        <button
          type="button"
          class="link"
          onClick={() => goTo(withQuery({ q: null, missing: null, state: null, within: null }))}
        >
          Show all
        </button>
      )}
    </p>
  );
}

/** That more changes than can be followed, and what is shown then. */
function Sampled({ came, of, words }: { came: number; of: number; words: Words }) {
  return (
    <p class="instances-sampled" role="status">
      Live by sample: {came} of at least {plural(of, words.one, words.many)} that changed just now are shown as they
      change. The lists are read anew every {REREAD_MS / 1000} seconds.
    </p>
  );
}

type Shelves = ReturnType<typeof shelvesOf>;

function read(shelves: Shelves, pages: number, signal: AbortSignal): void {
  for (const shelf of shelves) readShelf(shelf, pages, signal);
}

function useFirstPages(shelves: Shelves, isUnread: boolean): void {
  useEffect(() => {
    const left = new AbortController();
    if (isUnread) read(shelves, 1, left.signal);
    return () => left.abort();
  }, [shelves.join(' '), isUnread]);
}

/** Asks the API for a text, too, when nobody has typed for a while. */
function useSearch(text: string, names: readonly string[]): void {
  useEffect(() => {
    if (!text) return;
    const left = new AbortController();
    const timer = setTimeout(() => searchInstances(text, names, left.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [text, names.join(' ')]);
}

/** At least the first page of a list was read. */
const isRead = (reach: ReadUpTo | undefined): boolean => reach !== undefined && reach.cursor !== '';
