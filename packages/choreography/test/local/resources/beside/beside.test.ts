// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of state machines.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const url = process.env.MINISTACK_URL;
if (!url) console.log('Nothing is run beside an engine: set MINISTACK_URL to where MiniStack answers.');

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });
/** Names of this run alone: the engine keeps what earlier runs made. */
const own = `r${Date.now().toString(36)}`;

const roleFor = (service: string, Action: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }],
  },
});

/** MiniStack 1.5.33 tells every error of a JavaScript function as `Runtime.HandlerError`. */
const DEFINITION = {
  StartAt: 'Grade',
  States: {
    Grade: {
      Type: 'Task',
      Resource: '${Grade}',
      Next: 'Tell',
      Catch: [{ ErrorEquals: ['TooSmall', 'Runtime.HandlerError'], Next: 'Small' }],
    },
    Small: { Type: 'Pass', Result: { grade: 'small' }, Next: 'Tell' },
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Parameters: {
        Entries: [{ Source: 'grading', DetailType: 'PhotoGraded', EventBusName: `${own}-bus`, 'Detail.$': '$' }],
      },
      End: true,
    },
  },
};

const RESOURCES = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: `${own}-bus` } },
  Photos: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: `${own}-photos`,
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    },
  },
  Heard: queue('heard'),
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref('Heard')],
      PolicyDocument: {
        Statement: {
          ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
          Resource: arnOf('Heard'),
        },
      },
    },
  },
  Created: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.s3'], detail: { bucket: { name: [ref('Photos')] } } },
      Targets: [{ Id: 'machine', Arn: ref('Machine'), RoleArn: arnOf('Starter'), InputPath: '$.detail.object' }],
    },
  },
  Graded: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: ref('Bus'),
      EventPattern: { source: ['grading'] },
      Targets: [{ Id: 'heard', Arn: arnOf('Heard') }],
    },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: `${own}-grade`,
      DefinitionString: JSON.stringify(DEFINITION),
      DefinitionSubstitutions: { Grade: arnOf('Grade') },
      RoleArn: arnOf('MachineRole'),
    },
  },
  Starter: roleFor('events.amazonaws.com', ['states:StartExecution']),
  MachineRole: roleFor('states.amazonaws.com', ['lambda:InvokeFunction', 'events:PutEvents']),
  WriterRole: roleFor('lambda.amazonaws.com', ['s3:PutObject']),
  Grade: aFunction(`${own}-grade-photo`, { Code: { S3Bucket: 'assets', S3Key: 'grade.zip' } }),
  Writer: aFunction('writer', { Role: arnOf('WriterRole'), Environment: { Variables: { BUCKET: ref('Photos') } } }),
};

const CODE = {
  grade: `exports.handler = async ({ key, size }) => {
    if (size < 3) throw Object.assign(new Error('too small'), { name: 'TooSmall' });
    return { key, grade: 'good' };
  };`,
  writer: `exports.handler = async ({ method, key, body }) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20300101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(process.env.AWS_ENDPOINT_URL + '/' + process.env.BUCKET + '/' + key, { method, body, headers: { authorization } });
    return answer.status + ' ' + (await answer.text());
  };`,
};

describe.runIf(url)('beside MiniStack', () => {
  let local: Awaited<ReturnType<typeof aRuntime>>;
  beforeAll(async () => {
    local = await aRuntime(anAssembly(RESOURCES, CODE), { beside: String(url) });
  }, 60_000);
  afterAll(() => local.runtime.stop());

  const write = async (input: object): Promise<string> => {
    const { Payload } = await local.lambda.send(
      new InvokeCommand({ FunctionName: 'writer', Payload: JSON.stringify(input) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };

  it('a bucket and a state machine are made there, and told', () => {
    expect(local.notices.filter(({ kind }) => kind === 'made-beside')).toMatchObject([
      { type: 'AWS::S3::Bucket', id: 'Photos', url },
      { type: 'AWS::StepFunctions::StateMachine', id: 'Machine', url },
    ]);
  });

  it.each([
    ['a.jpg', 'large', { grade: 'good', key: 'a.jpg' }],
    ['b.jpg', 'x', { grade: 'small' }],
  ])(
    'an object that a function writes reaches the bus, starts the state machine, whose task is a function here: %s',
    async (key, body, detail) => {
      expect(await write({ method: 'PUT', key, body })).toMatch(/^200/);
      const { Body = '' } = await local.messageIn('heard');
      expect(JSON.parse(Body)).toMatchObject({ source: 'grading', 'detail-type': 'PhotoGraded', detail });
    },
  );

  it('what the role of the function does not allow is refused before it is handed on', async () => {
    expect(await write({ method: 'DELETE', key: 'a.jpg' })).toMatch(
      /^403 .*not authorized to perform: s3:DeleteObject/s,
    );
    await vi.waitFor(() => expect(local.notices.some(({ kind }) => kind === 'access-denied')).toBe(true));
  });
});

describe('without an engine beside', () => {
  it('a state machine is refused, and so is the rule that starts it', async () => {
    await expect(aRuntime(anAssembly(RESOURCES, CODE))).rejects.toThrow(
      /AWS::StepFunctions::StateMachine \(Machine\): state machines do not run here[\s\S]*AWS::Events::Rule\.Targets\.0 \(Created\)|AWS::Events::Rule\.Targets\.0 \(Created\)[\s\S]*AWS::StepFunctions::StateMachine \(Machine\)/,
    );
  });
});
