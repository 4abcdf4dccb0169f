import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InstanceSummary, ProcessView, Words } from '#monitor/api-types.ts';
import { idOf } from '#monitor/page/api/instance-book.ts';
import { wordsOf } from '#monitor/page/api/process-list.ts';
import { capitalised } from '#monitor/page/time/in-words.ts';
import { InstanceRow } from './instance-row.tsx';
import './instance-table.css';
import { useVisibleRows } from './visible-rows.ts';

const WIDE = '(min-width: 720px)';
const HEIGHT = { wide: 44, narrow: 66 };

interface TableProps {
  readonly instances: readonly InstanceSummary[];
  /** The processes whose instances may be in the list. */
  readonly processes: readonly ProcessView[];
  readonly words: Words;
  readonly now: number;
  readonly more: boolean;
  onEnd(): void;
}

/**
 * The list of instances. Only the rows on the screen are drawn, however many there are; the arrow keys and j, k go from row to
 * row through all of them. `onEnd` is called when the end comes near.
 */
export function InstanceTable({ instances, processes, words, now, more, onEnd }: TableProps) {
  const body = useRef<HTMLOListElement>(null);
  const height = useMedia(WIDE) ? HEIGHT.wide : HEIGHT.narrow;
  const { from, to } = useVisibleRows(body, instances.length, height);
  const [active, setActive] = useState(lastActive);
  const activeIndex = Math.max(
    0,
    instances.findIndex((instance) => idOf(instance) === active),
  );

  useEffect(() => {
    lastActive = active;
  }, [active]);
  useEffect(() => {
    if (more && to >= instances.length - 20) onEnd();
  }, [to, instances.length, more]);

  const step = (by: number) => {
    const inside = body.current?.contains(document.activeElement);
    const index = Math.min(instances.length - 1, Math.max(0, inside ? activeIndex + by : activeIndex));
    const instance = instances[index];
    const place = body.current;
    if (!instance || !place) return;
    setActive(idOf(instance));
    const top = place.getBoundingClientRect().top + index * height;
    if (top < 120) scrollBy(0, top - 120);
    else if (top + height > innerHeight - 20) scrollBy(0, top + height - innerHeight + 20);
    focusWhenDrawn(rowId(instance));
  };
  useKeys(body, step);

  return (
    <div class="instances">
      <Head words={words} />
      <ol
        class="instances-body"
        aria-label={capitalised(words.many)}
        ref={body}
        style={{ height: `${instances.length * height}px` }}
      >
        {instances.slice(from, to).map((instance, i) => (
          <InstanceRow
            key={idOf(instance)}
            instance={instance}
            words={wordsOf(processes, instance.process)}
            withProcess={processes.length > 1}
            index={from + i}
            of={more ? -1 : instances.length}
            top={(from + i) * height}
            now={now}
            id={rowId(instance)}
            focusable={from + i === activeIndex}
            onFocus={() => setActive(idOf(instance))}
          />
        ))}
      </ol>
    </div>
  );
}

function Head({ words }: { words: Words }) {
  return (
    <div class="instances-head" aria-hidden="true">
      <span>{capitalised(words.one)}</span>
      <span>{words.party}</span>
      <span>Steps</span>
      <span>Now</span>
      <span>Age</span>
    </div>
  );
}

/** Focuses a row, which may have to be drawn first. */
function focusWhenDrawn(id: string, tries = 10): void {
  requestAnimationFrame(() => {
    const link = document.getElementById(id);
    if (link) link.focus({ preventScroll: true });
    else if (tries > 0) focusWhenDrawn(id, tries - 1);
  });
}

/** Goes on by so many rows as a key says: arrows within the list, j and k from anywhere. */
function useKeys(list: { readonly current: HTMLElement | null }, step: (by: number) => void): void {
  // As soon as the list can be seen: who types fast loses no key.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches('input, select, textarea, dialog *')) return;
      const arrows = list.current?.contains(document.activeElement);
      const by = MOVES[event.key] ?? (arrows ? ARROWS[event.key] : undefined);
      if (by === undefined) return;
      event.preventDefault();
      step(by);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

/** The instance that had the focus last: who comes back to the list goes on from there. */
let lastActive: string | undefined;

const MOVES: Readonly<Record<string, number>> = { j: 1, k: -1 };
const ARROWS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const rowId = (instance: InstanceSummary): string => `instance ${idOf(instance)}`;

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = () => setMatches(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, [query]);
  return matches;
}
