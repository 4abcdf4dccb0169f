import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { LeaveOut } from '#local/resources/left-out.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
let folder = '';
afterEach(async () => {
  await local?.runtime.stop();
  local = undefined;
  rmSync(folder, { recursive: true });
});

/** The role lets the functions do all, so that what is refused is refused for what is not there. */
const TEMPLATE = `Resources:
  Photos: { Type: AWS::S3::Bucket }
  Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { StateMachineName: sort } }
  Cleaner: { Type: Custom::Cleaner, Properties: { ServiceToken: nowhere } }
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      Colour: blue
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
      Policies: [{ PolicyName: all, PolicyDocument: { Statement: { Effect: Allow, Action: '*', Resource: '*' } } }]
  Keeper:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: keeper
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Environment: { Variables: { BUCKET: !Ref Photos, MACHINE: !Ref Machine, ARN: !GetAtt Photos.Arn, URL: !GetAtt Photos.WebsiteURL } }
      Code:
        ZipFile: |
          exports.handler = async ({ show }) => {
            if (show) return process.env;
            const { AWS_ENDPOINT_URL, BUCKET } = process.env;
            const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20300101/us-east-1/s3/aws4_request';
            const answer = await fetch(AWS_ENDPOINT_URL + '/' + BUCKET + '/a', { headers: { authorization } });
            return answer.status + ' ' + (await answer.text());
          };
  Snake:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: snake, Runtime: ruby3.3, Handler: a.b, Role: !GetAtt Role.Arn, Code: { ZipFile: pass } }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Snake }
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Name: sorted
      EventPattern: { source: [test] }
      Targets: [{ Id: machine, Arn: !Ref Machine }, { Id: jobs, Arn: !GetAtt Jobs.Arn }]
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties: { Queues: [!Ref Jobs], PolicyDocument: { Statement: { Effect: Allow, Principal: '*', Action: sqs:*, Resource: '*' } } }
`;

function template(text = TEMPLATE): string {
  folder = mkdtempSync(join(tmpdir(), 'left-out-'));
  writeFileSync(join(folder, 'depot.yaml'), text);
  return folder;
}
const run = async (leaveOut: LeaveOut, text?: string) => {
  local = await aRuntime(template(text), { leaveOut });
  return local;
};
const leftOut = () =>
  (local?.notices ?? []).flatMap((notice) =>
    notice.kind === 'left-out' ? [`${notice.what.type} ${notice.what.id} ${notice.what.property ?? ''}`.trim()] : [],
  );
const invoke = async (event: object) => {
  const { Payload } = (await local?.lambda.send(
    new InvokeCommand({ FunctionName: 'keeper', Payload: JSON.stringify(event) }),
  )) ?? { Payload: undefined };
  return JSON.parse(Buffer.from(Payload ?? []).toString());
};

describe('what cannot be honoured', () => {
  it('is refused at once, all of it, each with its line and with what to do', async () => {
    const error = await startRuntime({ cdkOut: template(), port: 0 }).then(
      () => new Error('It was not refused.'),
      (refusal: Error) => refusal,
    );
    const lines = error.message.split('\n').map((line) => line.replace(/\[.*depot\.yaml:/, '[depot.yaml:').trim());
    expect(lines).toEqual([
      'The local runtime cannot honour what these templates ask for:',
      'depot: AWS::S3::Bucket (Photos) [depot.yaml:2]',
      'depot: AWS::StepFunctions::StateMachine (Machine): state machines do not run here [depot.yaml:3]',
      'depot: Custom::Cleaner (Cleaner): no template here has the function that makes it, "nowhere" [depot.yaml:4]',
      'depot: AWS::SQS::Queue.Colour (Jobs) [depot.yaml:9]',
      expect.stringContaining('AWS::Lambda::Function (Snake): runtime "ruby3.3" is not run'),
      expect.stringContaining(
        'AWS::Events::Rule.Targets.0 (Rule): rules do not deliver to targets of the service "states"',
      ),
      expect.stringContaining('--leave-out-unsupported leaves out all of these'),
    ]);
  });

  it('is left out as a whole, with what needs it, and told; the rest runs', async () => {
    const { events, messageIn } = await run({ names: [], unsupported: true });
    expect(leftOut()).toEqual([
      'AWS::S3::Bucket Photos',
      'AWS::StepFunctions::StateMachine Machine',
      'Custom::Cleaner Cleaner',
      'AWS::SQS::Queue Jobs Colour',
      'AWS::Lambda::Function Snake',
      'AWS::Events::Rule Rule Targets.0',
      'AWS::Lambda::EventSourceMapping Mapping',
    ]);
    await events.send(new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'Sorted', Detail: '{}' }] }));
    expect(JSON.parse((await messageIn('jobs')).Body ?? '')).toMatchObject({ source: 'test' });
  });

  it('is left out by names, of types with their stars, ids and properties', async () => {
    await run({
      names: ['Custom::*', 'AWS::S3::Bucket', 'Machine', 'AWS::SQS::Queue.Colour', 'Snake', 'Rule'],
      unsupported: false,
    });
    expect(leftOut()).toContain('AWS::Events::Rule Rule');
    expect(leftOut()).toHaveLength(7);
  });

  it('leaves a name, an ARN and an address on this machine behind', async () => {
    const { runtime } = await run({ names: [], unsupported: true });
    expect(await invoke({ show: true })).toMatchObject({
      BUCKET: 'depot-photos',
      ARN: 'arn:aws:s3:::depot-photos',
      MACHINE: 'arn:aws:states:us-east-1:000000000000:stateMachine:sort',
      URL: `${runtime.endpoint}/_left-out/depot-photos`,
    });
  });

  it('is named to a function that calls it', async () => {
    await run({ names: [], unsupported: true });
    expect(await invoke({})).toMatch(
      /^501 .*The local runtime has no service &quot;s3&quot;\. Left out at the start: AWS::S3::Bucket Photos of depot\./s,
    );
  });

  it('is named to a function that calls it in a service that there is', async () => {
    const { attributesOf } = await run({ names: ['Jobs', 'Mapping', 'Policy'], unsupported: true });
    await expect(attributesOf('jobs')).rejects.toThrow('Left out at the start: AWS::SQS::Queue Jobs of depot.');
  });

  it('is told with all mistakes, which nothing is left out for', async () => {
    const text = `${TEMPLATE}  Lost: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Nowhere } }\n`;
    template(text);
    await expect(startRuntime({ cdkOut: folder, port: 0, leaveOut: { names: [], unsupported: true } })).rejects.toThrow(
      'a reference leads to Nowhere',
    );
  });

  it('is told of every service’s refusal at once', async () => {
    template(`Resources:
  A: { Type: AWS::Events::Rule, Properties: { EventBusName: none, EventPattern: { source: [a] } } }
  B: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 minutes) } }
`);
    await expect(startRuntime({ cdkOut: folder, port: 0 })).rejects.toThrow(/Rule A: .*\n.*Rule B: /);
  });
});

it('runs the templates that can be read, if it is to keep going, and tells of the others', async () => {
  template('Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: q } } }\n');
  writeFileSync(join(folder, 'broken.yaml'), 'Transform: Vendor::Macro\nResources: { T: { Type: AWS::SQS::Queue } }\n');
  await expect(startRuntime({ cdkOut: folder, port: 0 })).rejects.toThrow('asks for the transform "Vendor::Macro"');
  local = await aRuntime(folder, { reading: { keepGoing: true } });
  expect(await local.attributesOf('q')).toBeDefined();
  expect(local.notices).toContainEqual(expect.objectContaining({ kind: 'unread-template' }));
});
