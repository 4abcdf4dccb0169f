import type { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { cloudwatch, core } from './lazy-cdk.ts';

const A_MINUTE = core.Duration.minutes(1);
const FIVE_MINUTES = core.Duration.minutes(5);

/** How many of a hundred calls of a function fail. */
export const failureRate = (job: LambdaFunction): IMetric =>
  new cloudwatch.MathExpression({
    expression: '100 * errors / invocations',
    usingMetrics: { errors: job.metricErrors(SUM), invocations: job.metricInvocations(SUM) },
    period: FIVE_MINUTES,
  });

/** How many of a hundred calls of a function are refused since too many are under way: those are no invocations. */
export const throttleRate = (job: LambdaFunction): IMetric =>
  new cloudwatch.MathExpression({
    expression: '100 * throttles / (throttles + FILL(invocations, 0))',
    usingMetrics: { throttles: job.metricThrottles(SUM), invocations: job.metricInvocations(SUM) },
    period: FIVE_MINUTES,
  });

const SUM = { statistic: 'Sum', period: FIVE_MINUTES } as const;

/** Events that a function gave up on, with those that then did not even reach its failure destination. */
export const unhandledBy = (job: LambdaFunction): IMetric =>
  sumOf(
    job.metric('AsyncEventsDropped', { period: A_MINUTE, statistic: 'Sum' }),
    job.metric('DestinationDeliveryFailures', { period: A_MINUTE, statistic: 'Sum' }),
  );

/** How long events wait for a function, in milliseconds. */
export const waitFor = (job: LambdaFunction): IMetric =>
  job.metric('AsyncEventAge', { period: A_MINUTE, statistic: 'Maximum' });

/** How old the changes of a table are that a function gets from its stream, in milliseconds. */
export const lagOf = (job: LambdaFunction): IMetric =>
  job.metric('IteratorAge', { period: A_MINUTE, statistic: 'Maximum' });

/** How long events wait in a queue, in seconds. */
export const waitIn = (queue: Queue): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ period: A_MINUTE, statistic: 'Maximum' });

/**
 * Events that a rule could not deliver, with those that then did not even reach its dead-letter queue. EventBridge counts by
 * rule, and on a bus of one's own by bus and rule (EventBridge user guide: "Monitoring Amazon EventBridge").
 */
export function undeliveredBy(rule: Rule, bus: string | undefined): IMetric {
  // `Ref` of a rule on a bus of one's own is `BUS|RULE`; the ARN ends in `rule/RULE`, or in `rule/BUS/RULE`.
  const RuleName = core.Fn.select(bus === undefined ? 1 : 2, core.Fn.split('/', rule.ruleArn));
  const dimensionsMap = bus === undefined ? { RuleName } : { EventBusName: bus, RuleName };
  const count = (metricName: string) =>
    new cloudwatch.Metric({ namespace: 'AWS/Events', metricName, dimensionsMap, period: A_MINUTE, statistic: 'Sum' });
  return sumOf(count('InvocationsSentToDlq'), count('InvocationsFailedToBeSentToDlq'));
}

/** The sum of two counts, of which CloudWatch has only those that are not zero. */
const sumOf = (one: Metric, other: Metric): IMetric =>
  new cloudwatch.MathExpression({
    expression: 'FILL(one, 0) + FILL(other, 0)',
    usingMetrics: { one, other },
    period: A_MINUTE,
  });
