import type { GraphWidgetProps, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Participant } from '#contracts/define-participant.ts';
import { cloudwatch, constructs, core } from './lazy-cdk.ts';

/**
 * One dashboard for the choreography, named as its bus: a row a participant with what its jobs handled, what failed, how
 * long it took, and what was set aside. Every participant has a row, deployed or not: so the template
 * does not depend on which are deployed.
 */
export class Dashboard extends constructs.Construct {
  constructor(scope: Construct, bus: string, participants: readonly Participant[]) {
    super(scope, 'Dashboard');
    new cloudwatch.Dashboard(this, 'Rows', {
      dashboardName: bus,
      defaultInterval: core.Duration.hours(3),
      widgets: participants.map((participant) => row(bus, participant)),
    });
  }
}

function row(bus: string, { name, jobs }: Participant) {
  const functions = Object.keys(jobs).map((job) => ({ job, functionName: `${bus}_${name}_${job}` }));
  const ofFunctions = (metricName: string, statistic = 'Sum', label = ''): Metric[] =>
    functions.map(({ job, functionName }) =>
      metric('AWS/Lambda', metricName, { FunctionName: functionName }, statistic, `${job}${label}`),
    );
  // A job that answers HTTP has no queue, and no line here.
  const letters = functions.map(({ job, functionName }) =>
    metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: `${functionName}_dlq` }, 'Maximum', job),
  );
  return [
    graph(`${name}: handled`, { left: ofFunctions('Invocations') }),
    graph(`${name}: failed`, {
      left: [...ofFunctions('Errors', 'Sum', ' errors'), ...ofFunctions('Throttles', 'Sum', ' throttles')],
    }),
    graph(`${name}: duration (p95)`, { left: ofFunctions('Duration', 'p95') }),
    graph(`${name}: dead letters`, { left: letters }),
  ];
}

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: string,
  label: string,
): Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName,
    dimensionsMap,
    statistic,
    label,
    period: core.Duration.minutes(1),
  });
}

const graph = (title: string, props: GraphWidgetProps) =>
  new cloudwatch.GraphWidget({ title, width: 6, height: 5, leftYAxis: { min: 0 }, ...props });
