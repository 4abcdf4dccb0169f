import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG, eachOf } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { findLogGroup } from '#cli/logs/find-log-group.ts';
import { linesOf } from '#cli/logs/lines-of.ts';
import { readableLine } from '#cli/logs/readable-line.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import { InputError } from '#template/input-error.ts';

/** A line that a job logged about an instance. */
export interface JobLine {
  /** `participant/job` */
  readonly job: string;
  /** ISO 8601 */
  readonly at: string;
  readonly message: string;
}

/**
 * The lines that the jobs of an instance logged about it, in the order of their times, without those of Lambda itself around each
 * invocation. Jobs whose function is not there are left out.
 */
export async function logsOf(
  key: string,
  events: readonly { readonly participant: string; readonly job?: string | null; readonly at: string }[],
  { access, pattern }: { readonly access: Access; readonly pattern: string | undefined },
): Promise<JobLine[]> {
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
    return found
      .flat()
      .filter(({ message }) => !isOfLambda(message))
      .sort((a, b) => a.timestamp - b.timestamp)
      .map(({ timestamp, job, message }) => ({
        ...{ job, at: new Date(timestamp).toISOString(), message: message.trimEnd() },
      }));
  } catch (error) {
    throw new InputError(
      whyUnreachable(error as Error, access.endpoint) ?? `The logs cannot be read: ${(error as Error).message}`,
    );
  } finally {
    client.destroy();
  }
}

/** Lines such as `START RequestId: …`, and those of JSON whose type is `platform.…` (developer guide: "Sending Lambda function logs to CloudWatch Logs"). */
const isOfLambda = (message: string): boolean =>
  /^(INIT_START|START|END|REPORT)\b|^\{.*"type":\s*"platform\./.test(message);

/** A line for a person. */
export const renderJobLine = ({ job, at, message }: JobLine): string =>
  `${at.slice(11, 23)} ${job}: ${readableLine(message)}`;
