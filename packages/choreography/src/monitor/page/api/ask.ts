import { takeWhere } from '#monitor/page/marks/redrive-command.ts';
import { setClock } from '#monitor/page/time/clock.ts';

/** The API could not be asked, or could not answer: it may be asked again. */
export class Unreachable extends Error {}

/** The API answered that it will not, or that there is nothing: asking again would not help. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** How long one answer is waited for, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Asks the monitor's API, such as for `/instances?state=open`. Throws Away or Refused, each with a sentence for people. */
export async function ask<T>(path: string): Promise<T> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`/api${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    body = await response.json();
  } catch (error) {
    const late = (error as Error).name === 'TimeoutError';
    throw new Unreachable(
      late ? `No answer came within ${TIMEOUT_MS / 1000} s.` : 'The command that serves this page does not answer.',
    );
  }
  const time = response.headers.get('monitor-time');
  if (time) setClock(time);
  takeWhere(response.headers);
  if (response.ok) return body as T;
  const said = (body as { error?: string } | null)?.error ?? `The monitor answered ${response.status}.`;
  throw response.status < 500 ? new Refused(response.status, said) : new Unreachable(said);
}
