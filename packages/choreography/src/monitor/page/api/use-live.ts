import { useEffect, useState } from 'preact/hooks';
import { Refused } from './ask.ts';
import { askUntilAnswered } from './connection.ts';
import { keepAsking } from './keep-asking.ts';

export interface Live<T> {
  /** The last answer, also while the API is away; undefined before the first. */
  readonly answer: T | undefined;
  /** Why there is none. */
  readonly refused: Refused | undefined;
}

/** What was answered last, by path: a view that is opened again shows it at once. */
const answers = new Map<string, unknown>();

/** A part of a list that is read page by page. */
interface Page {
  readonly events: readonly unknown[];
  readonly cursor: string | null;
}

/** The answer to a path, asked again and again while the view is open. */
export const useLive = <T>(path: string, interval: (answer: T) => number): Live<T> =>
  useAnswer<T>(path, 1, interval, (signal) => askUntilAnswered<T>(path, signal));

/** The first pages of a list as one, asked again and again: what moves from one page to the next is in neither lost nor twice. */
export const useLivePages = <T extends Page>(path: string, pages: number, interval: (answer: T) => number): Live<T> =>
  useAnswer<T>(path, pages, interval, async (signal) => {
    let answer = await askUntilAnswered<T>(path, signal);
    for (let page = 1; page < pages && answer && answer.cursor !== null; page++) {
      const next = await askUntilAnswered<T>(`${path}?${new URLSearchParams({ cursor: answer.cursor })}`, signal);
      answer = next && { ...answer, events: [...answer.events, ...next.events], cursor: next.cursor };
    }
    return answer;
  });

function useAnswer<T>(
  path: string,
  pages: number,
  interval: (answer: T) => number,
  ask: (signal: AbortSignal) => Promise<T | undefined>,
): Live<T> {
  const [refused, setRefused] = useState<{ path: string; error: Refused }>();
  const [, redraw] = useState({});
  useEffect(() => {
    const closed = new AbortController();
    const follow = async (): Promise<void> => {
      try {
        await keepAsking<T>(
          ask,
          interval,
          (answer) => {
            if (JSON.stringify(answer) === JSON.stringify(answers.get(path))) return;
            answers.set(path, answer);
            setRefused(undefined);
            redraw({});
          },
          closed.signal,
        );
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (closed.signal.aborted) return;
        setRefused({ path, error });
        // The instance may not exist yet.
        setTimeout(() => closed.signal.aborted || follow(), 2000);
      }
    };
    follow();
    return () => closed.abort();
  }, [path, pages]);
  return { answer: answers.get(path) as T | undefined, refused: refused?.path === path ? refused.error : undefined };
}
