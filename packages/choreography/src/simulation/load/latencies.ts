/** The median latency of calls on AWS, in milliseconds, as their caller measures it. */
const MEDIANS: Readonly<Record<string, number>> = {
  // "Consistent single-digit millisecond performance" (DynamoDB developer guide: "What is Amazon DynamoDB?").
  dynamodb: 5,
  // AWS documents none of the others: they are assumptions, of the order that is measured within a region.
  'dynamodb TransactWriteItems': 12,
  events: 15,
  sqs: 10,
  sns: 20,
  ses: 60,
  lambda: 20,
  secretsmanager: 20,
  ssm: 15,
};
const OTHERS = 20;

/**
 * An assumption: the mean of a call's latencies is so many times their median, as where they are distributed lognormally and one in a hundred
 * takes 4.7 times the median.
 */
export const MEAN_TO_MEDIAN = 1.25;

/** An assumption: how long a function's own code runs in an invocation, with half of a processor. In virtual time it takes none. */
export const CODE_MS = 20;

/** The median latency of a call, in milliseconds, by its service and operation. */
export const latencyOnAws = (service: string, operation: string): number =>
  MEDIANS[`${service} ${operation}`] ?? MEDIANS[service] ?? OTHERS;
