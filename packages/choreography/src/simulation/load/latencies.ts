/** How long calls take on AWS, in milliseconds at the median, as their caller sees them. */
const MEDIANS: Readonly<Record<string, number>> = {
  // "Consistent single-digit millisecond performance" (DynamoDB developer guide: "What is Amazon DynamoDB?").
  dynamodb: 5,
  // No page of AWS tells the others: they are of the order that people measure within a region.
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

/** What a function's own code takes for an invocation with half of a processor: in the simulation it takes no time. An assumption. */
export const CODE_MS = 20;

/** The median of a call by its service and operation. */
export const latencyOnAws = (service: string, operation: string): number =>
  MEDIANS[`${service} ${operation}`] ?? MEDIANS[service] ?? OTHERS;
