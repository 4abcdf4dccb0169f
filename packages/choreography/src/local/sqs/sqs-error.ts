/** The errors whose names had a prefix in SQS's query protocol, which SQS still sends beside the JSON names. */
const WITH_SERVICE_NAME: ReadonlySet<string> = new Set([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);

/** How SQS refuses a call: by the name that an SDK makes an exception of, and a text. */
export class SqsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }

  /** The value of `x-amzn-query-error`: the name that the error had in the query protocol, from which SDKs take its code. */
  get queryError(): string {
    const { name } = this;
    if (name === 'QueueDoesNotExist') return 'AWS.SimpleQueueService.NonExistentQueue;Sender';
    return `${WITH_SERVICE_NAME.has(name) ? `AWS.SimpleQueueService.${name}` : name};Sender`;
  }
}

export const noSuchQueue = (): SqsError => new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const invalidParameter = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

/** The error for a value of a parameter, with the reason. */
export const invalidValue = (value: unknown, parameter: string, reason: string): SqsError =>
  invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const missingParameter = (parameter: string): SqsError =>
  new SqsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
