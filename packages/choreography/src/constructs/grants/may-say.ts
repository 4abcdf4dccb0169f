import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { core, iam } from '#constructs/lazy-cdk.ts';
import type { EventContract } from '#contracts/define-event.ts';

/**
 * Lets a job say what it declares, on this bus, and nothing else. `ForAllValues` also holds when a key is absent, so `Null`
 * demands both (IAM user guide: "Multivalued context keys"). Nothing for a job that says nothing.
 */
export function maySay(scope: Construct, bus: string, emits: readonly EventContract[]): PolicyStatement[] {
  if (emits.length === 0) return [];
  return [
    new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [core.Stack.of(scope).formatArn({ service: 'events', resource: 'event-bus', resourceName: bus })],
      conditions: {
        'ForAllValues:StringEquals': {
          'events:source': distinct(emits.map(({ source }) => source)),
          'events:detail-type': distinct(emits.map(({ type }) => type)),
        },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    }),
  ];
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
