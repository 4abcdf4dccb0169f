// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of state machines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { s3Demands, statesDemands } from '#local/iam/demands/beside.ts';
import { BESIDE_TYPES } from '#local/resources/beside/beside-types.ts';
import { withDefinition } from '#local/resources/beside/definition.ts';
import { whyNotBeside } from '#local/resources/beside/engine.ts';
import { functionsIn } from '#local/resources/beside/function-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'definition-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an engine beside', () => {
  it.each([
    ['http://127.0.0.1:4570', [], undefined],
    ['http://localhost:4570/', [], undefined],
    ['http://localstack:4566', ['LocalStack'], undefined],
    [
      'http://localstack:4566',
      [],
      '--beside "http://localstack:4566" is not on this machine: allow that with --allow-host localstack.',
    ],
    ['4570', [], '--beside takes the URL of an emulator, such as http://127.0.0.1:4570, and not "4570".'],
    ['file:///tmp', [], '--beside takes the URL of an emulator, such as http://127.0.0.1:4570, and not "file:///tmp".'],
  ])('at %s with the allowed hosts %j: %s', (url, allowed, why) => {
    expect(whyNotBeside(url, allowed)).toBe(why);
  });
});

describe('a bucket', () => {
  it('that notifies a queue is refused for that, and not one that notifies a function', () => {
    const whyNot = (NotificationConfiguration: object) =>
      BESIDE_TYPES['AWS::S3::Bucket']?.cannot?.(
        {
          stack: 'App',
          logicalId: 'Photos',
          endpoint: '',
          asset: () => undefined,
          properties: { NotificationConfiguration },
        },
        () => [],
        [],
      );
    expect(whyNot({ QueueConfigurations: [{}] })).toMatchObject([
      { property: 'NotificationConfiguration.QueueConfigurations' },
    ]);
    expect(whyNot({ LambdaConfigurations: [{}], EventBridgeConfiguration: {} })).toEqual([]);
  });
});

describe('a state machine', () => {
  const resource = (properties: object, file = join(folder, 'template.yaml')) => ({
    ...{ stack: 'App', logicalId: 'Machine', endpoint: '', file, asset: () => undefined },
    properties: properties as Record<string, unknown>,
  });

  it('has the definition of its file, in JSON, with its substitutions', () => {
    writeFileSync(
      join(folder, 'm.asl.yaml'),
      'StartAt: A\nStates: { A: { Type: Task, Resource: "${F}", Comment: "${Other}", End: true } }\n',
    );
    const made = withDefinition(
      resource({ DefinitionUri: 'm.asl.yaml', DefinitionSubstitutions: { F: 'arn:f' }, RoleArn: 'r' }),
    );
    expect(made.RoleArn).toBe('r');
    expect(JSON.parse(String(made.DefinitionString)).States.A).toMatchObject({
      Resource: 'arn:f',
      Comment: '${Other}',
    });
  });

  it('whose file is missing is refused', () => {
    expect(() => withDefinition(resource({ DefinitionUri: 'none.json' }))).toThrow(
      /its definition cannot be read: ENOENT/,
    );
    expect(() => withDefinition(resource({ DefinitionUri: 's3://a/b' }))).toThrow(/is no file on this machine/);
  });

  it('names the functions that it calls', () => {
    const text = '{"Resource":"arn:aws:lambda:us-east-1:000000000000:function:a_b-c:live"}';
    expect(functionsIn({ text, other: { arn: 'arn:aws:lambda:us-east-1:000000000000:function:d' } })).toEqual([
      'a_b-c',
      'd',
    ]);
  });
});

describe('a call of what is beside asks leave', () => {
  const request = (method: string, path: string, headers: Record<string, string> = {}, body = '') => ({
    ...{ method, path, headers, body: Buffer.from(body) },
  });

  it.each([
    ['GET', '/', ['s3:ListAllMyBuckets *']],
    ['GET', '/photos?list-type=2', ['s3:ListBucket arn:aws:s3:::photos']],
    ['PUT', '/photos?notification', ['s3:PutBucketNotification arn:aws:s3:::photos']],
    ['POST', '/photos?delete', ['s3:DeleteObject arn:aws:s3:::photos/*']],
    ['HEAD', '/photos/a/b%20c.jpg', ['s3:GetObject arn:aws:s3:::photos/a/b c.jpg']],
    ['PUT', '/photos/a?partNumber=1&uploadId=x', ['s3:PutObject arn:aws:s3:::photos/a']],
    ['DELETE', '/photos/a?uploadId=x', ['s3:AbortMultipartUpload arn:aws:s3:::photos/a']],
    ['GET', '/photos/a?tagging', ['s3:GetObjectTagging arn:aws:s3:::photos/a']],
  ])('of S3: %s %s', (method, path, demands) => {
    expect(s3Demands(request(method, path)).map(({ action, resource }) => `${action} ${resource}`)).toEqual(demands);
  });

  it('of S3 for a copy: of both objects', () => {
    expect(s3Demands(request('PUT', '/b/k', { 'x-amz-copy-source': '/a/k%2F1' }))).toEqual([
      { action: 's3:PutObject', resource: 'arn:aws:s3:::b/k' },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::a/k/1' },
    ]);
  });

  it('of Step Functions: on the state machine', () => {
    const start = request(
      'POST',
      '/',
      { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      '{"stateMachineArn":"arn:m"}',
    );
    expect(statesDemands(start)).toEqual([{ action: 'states:StartExecution', resource: 'arn:m' }]);
  });
});
