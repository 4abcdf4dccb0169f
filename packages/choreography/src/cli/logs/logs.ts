import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { type Paint, paintFor } from '#cli/program/paint.ts';
import { untilStopped } from '#cli/program/until-stopped.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import { InputError } from '#template/input-error.ts';
import { findLogGroup } from './find-log-group.ts';
import { instanceIn } from './instance-in.ts';
import { type LogLine, linesOf } from './lines-of.ts';
import { readableLine } from './readable-line.ts';

export interface LogsOptions extends TargetOptions {
  /** The key of an instance, whose lines alone are shown. */
  readonly instance?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
  /** The profile of the AWS configuration whose credentials are taken. */
  readonly profile?: string;
  /** How far back, in hours. */
  readonly hours: number;
}

/** How often new lines are asked for, in milliseconds. */
const POLL_MS = 1000;

/**
 * `choreography logs JOB`: what a job's function logged, on AWS, an emulator or the local runtime; of one instance, all that was logged
 * in the invocations that name its key. `words` may name the instance by its process's own word: `--loan l-1`.
 */
export async function logs(job: string, words: readonly string[], options: LogsOptions): Promise<void> {
  const { follow, json, profile, hours, ...asked } = options;
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const { access, settings } = await resolveTarget(asked);
  const graph = templatesHere(undefined);
  const key = options.instance ?? instanceIn(words, graph?.processes ?? []);
  const paint = paintFor(process.stdout);
  const client = new CloudWatchLogsClient({ ...CLIENT_CONFIG, ...access });
  try {
    const group = await findLogGroup(job, { access, pattern: settings.deadLetters?.function, graph });
    const shown = new Set<string>();
    let since = Date.now() - hours * 3_600_000;
    const show = async () => {
      for (const line of await linesOf(client, group, since, key)) {
        if (shown.has(line.id)) continue;
        shown.add(line.id);
        console.log(json ? JSON.stringify(line) : render(line, paint));
        // Lines of the same time, and those that come late, are asked for again.
        since = Math.max(since, line.timestamp - 60_000);
      }
    };
    await show();
    if (follow) await untilStopped((signal) => again(show, signal));
    else if (shown.size === 0)
      console.error(`${group} has no lines${key === undefined ? '' : ` of "${key}"`} of the last ${hours} h.`);
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const where = access.endpoint ?? 'AWS';
    throw new InputError(
      whyUnreachable(error, access.endpoint) ?? `${where} answered with ${error.name}: ${error.message}`,
    );
  } finally {
    client.destroy();
  }
}

export const render = ({ timestamp, message }: LogLine, paint: Paint): string =>
  `${paint('dim', new Date(timestamp).toISOString().slice(11, 23))} ${readableLine(message.trimEnd())}`;

async function again(show: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (;;) {
    await setTimeout(POLL_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    await show();
  }
}
