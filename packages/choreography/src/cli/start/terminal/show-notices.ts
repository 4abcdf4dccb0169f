import { readableLine } from '#cli/logs/readable-line.ts';
import type { Paint } from '#cli/program/paint.ts';
import type { Notice, OnNotice } from '#local/runtime/notice.ts';
import { LiveFeed } from './live-feed.ts';
import { printNotice } from './print-notice.ts';

export interface ShowOptions {
  /** One JSON object a line on stdout. */
  readonly json: boolean;
  /** Whose logs are shown: of all functions, of a job (`PARTICIPANT/JOB` or `JOB`), or of none. */
  readonly logs: boolean | string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly stdout: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
  readonly paint: { readonly stdout: Paint; readonly stderr: Paint };
}

/**
 * Prints notices for a person or a program: on a terminal each event on a line, elsewhere only what went wrong, and what was
 * asked for.
 */
export function showNotices({ json, logs, now, stdout, paint }: ShowOptions): OnNotice {
  const write = (line: string) => stdout.write(`${line}\n`);
  if (json) return (notice) => (notice.kind !== 'log' || isOf(logs, notice.function)) && write(asJson(notice, now()));
  const columns = () => stdout.columns || 80;
  const feed = stdout.isTTY ? new LiveFeed({ write, columns, paint: paint.stdout, now }) : undefined;
  return (notice) => {
    feed?.take(notice);
    if (notice.kind === 'event' || notice.kind === 'handled') return;
    if (notice.kind === 'log' && isOf(logs, notice.function))
      write(
        `${paint.stdout('dim', `${notice.function.split('_').slice(-2).join('/')}:`)} ${readableLine(notice.line)}`,
      );
    else printNotice(notice, paint.stderr);
  };
}

const asJson = (notice: Notice, at: number): string => JSON.stringify({ at: new Date(at).toISOString(), ...notice });

function isOf(logs: boolean | string, functionName: string): boolean {
  if (typeof logs === 'boolean') return logs;
  return functionName === logs || `_${functionName}`.endsWith(`_${logs.replace('/', '_')}`);
}
