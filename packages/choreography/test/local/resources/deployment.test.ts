import { describe, expect, it } from 'vitest';
import { startRuntime } from '#local/start-runtime.ts';
import { aFunction, anAssembly, queue, rule } from '../assembly.ts';

const start = (resources: object) => startRuntime({ cdkOut: anAssembly(resources), port: 0 });

/** Each sentence is in the refusal. */
async function refusedFor(started: Promise<unknown>, sentences: readonly string[]): Promise<void> {
  const error: Error = await started.then(
    () => new Error('It was not refused.'),
    (refusal) => refusal,
  );
  for (const sentence of sentences) expect(error.message).toContain(sentence);
}

describe('a template that asks for something the runtime cannot honour', () => {
  it('is refused with every type and property by name', async () => {
    const refused = start({
      Stream: { Type: 'AWS::Kinesis::Stream' },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', Colour: 'blue' } },
      Rule: rule('r', { Arn: 'arn:aws:sqs:us-east-1:000000000000:q', KinesisParameters: { PartitionKeyPath: '$' } }),
    });
    await refusedFor(refused, [
      'The local runtime cannot honour what these templates ask for:',
      '  App: AWS::Kinesis::Stream (Stream)',
      '  App: AWS::SQS::Queue.Colour (Queue)',
      '  App: AWS::Events::Rule.Targets.*.KinesisParameters (Rule)',
    ]);
  });

  it('is refused by the name of what it has, not of what leads to it', async () => {
    const refused = start({
      Hook: { Type: 'AWS::Events::ApiDestination', Properties: { InvocationEndpoint: 'https://api.example.com/x' } },
      Elsewhere: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/x.yaml' } },
      Rule: rule('r', { Arn: { 'Fn::GetAtt': ['Hook', 'Arn'] } }),
      Queue: queue({ 'Fn::GetAtt': ['Elsewhere', 'Outputs.Name'] } as never),
      Secret: queue('{{resolve:secretsmanager:name}}'),
    });
    await refusedFor(refused, [
      'The local runtime cannot honour what these templates ask for:',
      '  App: AWS::Events::ApiDestination (Hook): it would send to "api.example.com", which is not this machine: allow that with --allow-host api.example.com',
      '  App: AWS::CloudFormation::Stack (Elsewhere): its template is not on this machine',
      '  App: AWS::SQS::Queue.QueueName (Secret): {{resolve:secretsmanager:name}}: no template makes this secret',
    ]);
  });

  it.each([
    [
      'another language',
      { F: aFunction('f', { Runtime: 'java21' }) },
      'AWS::Lambda::Function (F): runtime "java21" is not run: Node.js is, Python, and what brings its own bootstrap (provided.al2023)',
    ],
    [
      'a circle of references',
      {
        A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'B' } } },
        B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'A' } } },
      },
      'refer to each other in a circle: A → B → A',
    ],
    [
      'a reference to nothing',
      { A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'B' } } } },
      'a reference leads to B',
    ],
    [
      'a rule on a bus that is not there',
      { A: { ...rule('r', { Arn: 'x' }), Properties: { EventBusName: 'nowhere', EventPattern: { source: ['a'] } } } },
      'Event bus nowhere does not exist',
    ],
    [
      'a pattern that AWS refuses',
      { A: rule('r', { Arn: 'x' }, { source: [] }) },
      'AWS::Events::Rule A: Event pattern is not valid',
    ],
    [
      'a wrong rate',
      { A: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minutes)' } } },
      'Parameter ScheduleExpression is not valid',
    ],
  ])('is refused for %s', async (_, resources, text) => {
    await expect(start(resources as object)).rejects.toThrow(text);
  });

  it('starts with what it can honour', async () => {
    const runtime = await start({
      Q: queue('q'),
      OnlyHere: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: 1 } },
    });
    expect(runtime.status().ready).toBe(true);
    await runtime.stop();
  });
});
