import { uuid } from '#local/runtime/chance.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { invalidParameter, invalidValue, SqsError } from './sqs-error.ts';

/** A task that moves dead letters back, or to another queue. */
interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly perSecond: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  failureReason: string | undefined;
  cancel: () => void;
}

const MAX_PER_SECOND = 500;
const MAX_RESULTS = 10;
const absent = (parameter: string) =>
  new SqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    404,
  );

/**
 * StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask ("Amazon SQS dead-letter queue redrive"; refusals recorded
 * at AWS: localstack/localstack, tests/aws/services/sqs/test_sqs_move_task.snapshot.json). Moved messages are new ones: they have
 * another id, and were sent when they were moved.
 */
export class MoveTasks {
  /** The newest first. */
  readonly #tasks: MoveTask[] = [];

  constructor(private readonly queues: Queues) {}

  start(request: { SourceArn?: string; DestinationArn?: string; MaxNumberOfMessagesPerSecond?: number }): object {
    const { SourceArn = '', DestinationArn, MaxNumberOfMessagesPerSecond: perSecond } = request;
    const source = this.queues.withArn(SourceArn);
    if (!source) throw absent('SourceArn');
    if (this.queues.sourcesOf(source).length === 0)
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    if (DestinationArn !== undefined && !this.queues.withArn(DestinationArn)) throw absent('DestinationArn');
    if (perSecond !== undefined && !(Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= MAX_PER_SECOND))
      throw invalidValue(
        perSecond,
        'MaxNumberOfMessagesPerSecond',
        `Must be between 1 and ${MAX_PER_SECOND}, if provided.`,
      );
    if (this.#tasks.some(({ sourceArn, status }) => sourceArn === SourceArn && status === 'RUNNING'))
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    const task: MoveTask = {
      id: uuid(),
      sourceArn: SourceArn,
      destinationArn: DestinationArn,
      perSecond,
      startedAt: this.queues.clock.now(),
      toMove: source.waiting().length,
      moved: 0,
      status: 'RUNNING',
      failureReason: undefined,
      cancel: () => {},
    };
    this.#tasks.unshift(task);
    this.#later(task);
    return { TaskHandle: handleOf(task) };
  }

  list({ SourceArn = '', MaxResults = 1 }: { SourceArn?: string; MaxResults?: number }): object {
    if (!this.queues.withArn(SourceArn)) throw absent('SourceArn');
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MAX_RESULTS)
      throw invalidValue(MaxResults, 'MaxResults', `Must be between 1 and ${MAX_RESULTS}, if provided.`);
    const tasks = this.#tasks.filter(({ sourceArn }) => sourceArn === SourceArn);
    return { Results: tasks.slice(0, MaxResults).map(told) };
  }

  cancel({ TaskHandle = '' }: { TaskHandle?: string }): object {
    const { taskId, sourceArn } = readHandle(TaskHandle);
    if (!this.queues.withArn(sourceArn)) throw absent('SourceArn');
    const task = this.#tasks.find(({ id }) => id === taskId);
    if (task?.status !== 'RUNNING') throw new SqsError('ResourceNotFoundException', 'Task does not exist.', 404);
    task.cancel();
    task.status = 'CANCELLED';
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  stop(): void {
    for (const { cancel } of this.#tasks) cancel();
  }

  /** Moves at the given rate, or all that there is as soon as the caller has its answer. */
  #later(task: MoveTask): void {
    const pause = task.perSecond === undefined ? 0 : 1000 / task.perSecond;
    task.cancel = this.queues.clock.after(pause, () => this.#move(task));
  }

  #move(task: MoveTask): void {
    const source = this.queues.withArn(task.sourceArn);
    const left = task.toMove - task.moved;
    for (const message of source?.waiting().slice(0, Math.min(left, task.perSecond ? 1 : left)) ?? []) {
      const to = this.#destination(task, message.deadLetterSourceArn);
      if (typeof to === 'string') {
        task.status = 'FAILED';
        task.failureReason = to;
        return;
      }
      source?.remove(message);
      to.send(message, to.number('DelaySeconds'));
      task.moved++;
    }
    if (source && task.moved < task.toMove && source.waiting().length > 0) this.#later(task);
    else task.status = 'COMPLETED';
  }

  /** The queue that a message goes to, or why it goes nowhere. */
  #destination({ destinationArn }: MoveTask, cameFrom: string | undefined): Queue | string {
    const arn = destinationArn ?? cameFrom;
    if (arn === undefined) return 'CouldNotDetermineMessageSource';
    return this.queues.withArn(arn) ?? 'AWS.SimpleQueueService.NonExistentQueue';
  }
}

function told(task: MoveTask): object {
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: handleOf(task) }),
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}

function handleOf({ id, sourceArn }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64');
}

function readHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {}
  throw invalidParameter('Value for parameter TaskHandle is invalid.');
}
