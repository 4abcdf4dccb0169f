import { paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import { InputError } from '#template/input-error.ts';

/** The dead-letter queue of one job. */
export interface JobQueue {
  /** `participant/job`. */
  readonly job: string;
  readonly participant: string;
  readonly name: string;
  readonly queue: string;
  readonly url: string;
}

/** Finds every job's dead-letter queue by its name, in the order of the jobs. `pattern` has `{participant}` and `{job}` in it. */
export async function findQueues(sqs: SQSClient, pattern: string): Promise<JobQueue[]> {
  const found: JobQueue[] = [];
  const QueueNamePrefix = pattern.slice(0, pattern.indexOf('{')) || undefined;
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix, MaxResults: 1000 })) {
    for (const url of QueueUrls) {
      const queue = url.slice(url.lastIndexOf('/') + 1);
      const { participant, job } = expressionOf(pattern).exec(queue)?.groups ?? {};
      if (participant && job) found.push({ job: `${participant}/${job}`, participant, name: job, queue, url });
    }
  }
  return found.sort((a, b) => (a.job < b.job ? -1 : 1));
}

/** The queue of a job, named `participant/job`, or `job` alone where one participant has it. Throws an InputError if none is. */
export function queueOf(queues: readonly JobQueue[], asked: string): JobQueue {
  const [found, another] = queues.filter(({ job, name }) => job === asked || name === asked);
  if (found && !another) return found;
  if (another) throw new InputError(`Several participants have a job ${asked}: name one as ${found?.job}.`);
  const there = queues.map(({ job }) => job).join(', ');
  throw new InputError(
    queues.length > 0
      ? `There is no job ${asked} with a dead-letter queue. There are: ${there}.`
      : 'There is no dead-letter queue at all: is the choreography deployed there? choreography.json says how they are named.',
  );
}

function expressionOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace('{participant}', '(?<participant>[^_]+)').replace('{job}', '(?<job>[^_]+)')}$`);
}
