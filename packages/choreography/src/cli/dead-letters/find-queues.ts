import { ListDeadLetterSourceQueuesCommand, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import { eachOf } from '#cli/aws/requests.ts';
import { byPattern, nameFunctions } from '#cli/project/name-functions.ts';
import { InputError } from '#template/input-error.ts';
import type { DeadLetterClients } from './dead-letter-clients.ts';
import { type EngineQueue, engineQueues } from './engine-queues.ts';

/** A dead-letter queue of one job, which may have several, and share each with others. */
export interface JobQueue {
  /** `participant/job`; the name of the function or queue if no participant is known. */
  readonly job: string;
  /** The job alone. */
  readonly name: string;
  readonly queue: string;
  readonly url: string;
  /** The ARN of the function or queue that did not take what is in it; null where the queue was found by its name. */
  readonly target: string | null;
  /**
   * The function (name or ARN) or the queue that takes a letter back, perhaps a queue of which a function takes it; null for a
   * target of another kind.
   */
  readonly giveBackTo:
    | { readonly function: string }
    | { readonly queueUrl: string; readonly ofFunction?: boolean }
    | null;
}

/**
 * Finds every job's dead-letter queues, in the order of the jobs: by their names, if `deadLetters` of choreography.json says how
 * they are called, or else where they are set in what is deployed.
 */
export async function findQueues({ sqs, access, settings, graph }: DeadLetterClients): Promise<JobQueue[]> {
  const found = settings
    ? await queuesByName(sqs, settings)
    : await named(await engineQueues(access, sqs), { access, graph });
  return found.sort((a, b) => (a.job < b.job ? -1 : 1));
}

/** The queues of a job, named `participant/job`, or `job` alone where one participant has it. Throws an InputError if there is none. */
export function queuesOf(queues: readonly JobQueue[], asked: string): JobQueue[] {
  const found = queues.filter(({ job, name }) => job === asked || name === asked);
  const jobs = [...new Set(found.map(({ job }) => job))];
  if (jobs.length === 1) return found;
  if (jobs.length > 1) throw new InputError(`Several participants have a job "${asked}": name one as ${jobs[0]}.`);
  const there = [...new Set(queues.map(({ job }) => job))].join(', ');
  throw new InputError(
    queues.length > 0
      ? `There is no job "${asked}" with a dead-letter queue. There are: ${there}.`
      : 'There is no dead-letter queue at all: is the choreography deployed there, and does it set events aside?',
  );
}

async function queuesByName(sqs: SQSClient, pattern: NonNullable<DeadLetterClients['settings']>): Promise<JobQueue[]> {
  const found: JobQueue[] = [];
  const QueueNamePrefix = pattern.queue.slice(0, pattern.queue.indexOf('{')) || undefined;
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix, MaxResults: 1000 })) {
    for (const url of QueueUrls) {
      const queue = url.slice(url.lastIndexOf('/') + 1);
      const { participant, job: name } = byPattern(pattern.queue, queue) ?? {};
      if (!participant || !name) continue;
      const functionName = pattern.function.replace('{participant}', participant).replace('{job}', name);
      const job = `${participant}/${name}`;
      found.push({ job, name, queue, url, target: null, giveBackTo: { function: functionName } });
    }
  }
  return eachOf(found, async (each) => ({ ...each, ...(await throughSource(sqs, each.url)) }));
}

/** By the one queue whose dead letters are in a queue, if there is one and it may be asked for. */
async function throughSource(sqs: SQSClient, QueueUrl: string): Promise<Pick<JobQueue, 'giveBackTo'> | undefined> {
  const asked = sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  const { queueUrls: [queueUrl, another] = [] } = await asked.catch(() => ({ queueUrls: [] as string[] }));
  if (queueUrl === undefined || another !== undefined) return undefined;
  return { giveBackTo: { queueUrl, ofFunction: true } };
}

async function named(
  queues: readonly EngineQueue[],
  known: Pick<DeadLetterClients, 'access' | 'graph'>,
): Promise<JobQueue[]> {
  const functions = queues.flatMap(({ target }) => (isFunction(target) ? [lastOf(target)] : []));
  const jobs = await nameFunctions([...new Set(functions)], known);
  return queues.map(({ target, queueArn, url, giveBackTo }) => {
    const own = lastOf(target);
    const { participant, job: name } = (isFunction(target) && jobs.get(own)) || { participant: undefined, job: own };
    return {
      job: participant === undefined ? name : `${participant}/${name}`,
      name,
      queue: lastOf(queueArn),
      url,
      target,
      giveBackTo: 'function' in giveBackTo && !isFunction(target) ? null : giveBackTo,
    };
  });
}

const isFunction = (arn: string): boolean => /^arn:[^:]+:lambda:/.test(arn);
const lastOf = (arn: string): string => arn.split(/[:/]/).at(-1) ?? arn;
