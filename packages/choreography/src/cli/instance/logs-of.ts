import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG, eachOf } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { findLogGroup } from '#cli/logs/find-log-group.ts';
import { linesOf } from '#cli/logs/lines-of.ts';
import { readableLine } from '#cli/logs/readable-line.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The lines that the jobs of an instance logged about it, in the order of their times, each with its job before it. Jobs whose function
 * is not there are left out.
 */
export async function logsOf(
  key: string,
  events: readonly { readonly participant: string; readonly job?: string | null; readonly at: string }[],
  { access, pattern }: { readonly access: Access; readonly pattern: string | undefined },
): Promise<string[]> {
  const jobs = [...new Set(events.flatMap(({ participant, job }) => (job ? [`${participant}/${job}`] : [])))];
  // A job works for a while before it says what it did.
  const since = Math.min(...events.map(({ at }) => Date.parse(at))) - 3_600_000;
  const client = new CloudWatchLogsClient({ ...CLIENT_CONFIG, ...access });
  const graph = templatesHere(undefined);
  try {
    const found = await eachOf(jobs, async (job) => {
      const group = await findLogGroup(job, { access, pattern, graph }).catch((error) => {
        if (!(error instanceof InputError)) throw error;
      });
      return group === undefined ? [] : (await linesOf(client, group, since, key)).map((line) => ({ ...line, job }));
    });
    const lines = found.flat().sort((a, b) => a.timestamp - b.timestamp);
    return [
      '',
      ...lines.map(
        ({ timestamp, job, message }) =>
          `${new Date(timestamp).toISOString().slice(11, 23)} ${job}: ${readableLine(message.trimEnd())}`,
      ),
    ];
  } catch (error) {
    throw new InputError(
      whyUnreachable(error as Error, access.endpoint) ?? `The logs cannot be read: ${(error as Error).message}`,
    );
  } finally {
    client.destroy();
  }
}
