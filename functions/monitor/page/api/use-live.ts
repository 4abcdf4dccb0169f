import { useEffect, useState } from 'preact/hooks';
import { Refused } from './ask.ts';
import { keepAsking } from './keep-asking.ts';

export interface Live<T> {
  /** The last answer, also while the API is away; undefined before the first. */
  readonly answer: T | undefined;
  /** Why there is none. */
  readonly refused: Refused | undefined;
}

/** What was answered last, by path: a view that is opened again shows it at once. */
const answers = new Map<string, unknown>();

/** The answer to a path, asked again and again while the view is open. */
export function useLive<T>(path: string, interval: (answer: T) => number): Live<T> {
  const [refused, setRefused] = useState<{ path: string; error: Refused }>();
  const [, redraw] = useState({});
  useEffect(() => {
    const closed = new AbortController();
    const follow = async (): Promise<void> => {
      try {
        await keepAsking<T>(
          () => path,
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
        // What is not there may come: an order that nobody placed yet.
        setTimeout(() => closed.signal.aborted || follow(), 2000);
      }
    };
    follow();
    return () => closed.abort();
  }, [path]);
  return { answer: answers.get(path) as T | undefined, refused: refused?.path === path ? refused.error : undefined };
}
