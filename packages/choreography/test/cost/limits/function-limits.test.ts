import { expect, it } from 'vitest';
import { functionLimits } from '#cost/limits/function-limits.ts';
import type { LimitedPath } from '#cost/limits/limit.ts';
import { templateFacts } from '#cost/template-facts.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly } from '../../local/assembly.ts';

/** An instance that one function is busy with for so many milliseconds, invoked by a queue or otherwise. */
const busyFor = (milliseconds: number, queue?: string): LimitedPath => ({
  ...{ share: 1, keys: [], common: new Map() },
  instances: [
    [
      {
        ...{ kind: 'invocation', function: 'plant', queue, milliseconds, initMilliseconds: undefined },
        ...{ memoryMegabytes: 256, architecture: 'arm64', failed: false, traced: false },
      },
    ],
  ],
});

const facts = templateFacts(
  readTemplates([
    anAssembly({
      Plant: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'plant' } },
      Retries: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plant_retry' } },
      Seeds: { Type: 'AWS::SQS::Queue' },
      ...Object.fromEntries(
        ['Retries', 'Seeds'].map((queue) => [
          `Of${queue}`,
          {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              FunctionName: { Ref: 'Plant' },
              EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
              ScalingConfig: { MaximumConcurrency: 10 },
            },
          },
        ]),
      ),
    }),
  ]),
);
const resourcesOf = (path: LimitedPath) =>
  functionLimits([path], facts, 'us-east-1').map(({ resource, perSecond }) => [resource, perSecond]);

it('lets a retry queue limit nothing while all comes from a rule', () => {
  expect(resourcesOf(busyFor(50))).toEqual([['Lambda: concurrent executions of the account', 20_000]]);
});

it('lets a queue that instances come through limit them', () => {
  for (const { queue } of facts.fedAtMost)
    expect(resourcesOf(busyFor(50, queue))).toEqual([
      ['plant: what its queue may cause at a time', 200],
      ['Lambda: concurrent executions of the account', 20_000],
    ]);
});

it('knows a queue by its name, or by the one that the local runtime gives it', () => {
  expect(facts.fedAtMost.map(({ queue }) => queue)).toEqual(['plant_retry', 'App-Seeds']);
});
