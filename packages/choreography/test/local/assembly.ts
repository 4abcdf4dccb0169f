import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes a CDK assembly of one stack, with the code of its functions by asset name, and of others by name; returns its folder. */
export function anAssembly(
  resources: object,
  code: Record<string, string> = {},
  others: Readonly<Record<string, object>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  const write = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content));
  for (const [asset, source] of Object.entries(code)) {
    mkdirSync(join(folder, asset));
    writeFileSync(join(folder, asset, 'index.js'), source);
  }
  write('manifest.json', {
    version: '48.0.0',
    artifacts: {
      App: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'App.template.json' },
        dependencies: ['App.assets'],
      },
      ...Object.fromEntries(
        Object.keys(others).map((name) => [
          name,
          { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
        ]),
      ),
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
    },
  });
  write('App.template.json', { Resources: resources });
  for (const [name, Resources] of Object.entries(others)) write(`${name}.template.json`, { Resources });
  write('App.assets.json', {
    files: Object.fromEntries(
      Object.keys(code).map((asset) => [
        asset,
        { source: { path: asset }, destinations: { here: { objectKey: `${asset}.zip` } } },
      ]),
    ),
  });
  return folder;
}

/** A function that runs an asset's code, which may be invoked by every rule. */
export const aFunction = (asset: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: asset,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
    Role: 'arn:aws:iam::000000000000:role/any',
    ...properties,
  },
});

export const permission = (functionName: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: functionName, Principal: 'events.amazonaws.com' },
});

export const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } });

/** A table of items by `id`. */
export const table = (TableName: string, properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ...properties,
  },
});

/** Lets EventBridge, or another service, send to a queue, by its logical id, for every rule. */
export const queuePolicy = (id: string, Service = 'events.amazonaws.com') => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: id }],
    PolicyDocument: {
      Statement: {
        ...{ Effect: 'Allow', Principal: { Service }, Action: 'sqs:SendMessage' },
        Resource: { 'Fn::GetAtt': [id, 'Arn'] },
      },
    },
  },
});

export const rule = (name: string, target: object, pattern: object = { source: ['test'] }) => ({
  Type: 'AWS::Events::Rule',
  Properties: { Name: name, EventPattern: pattern, Targets: [{ Id: 'target', ...target }] },
});

/** Lets EventBridge write to a log group, by its name, for every rule. */
export const logPolicy = (logGroupName: string) => ({
  Type: 'AWS::Logs::ResourcePolicy',
  Properties: {
    PolicyName: 'events-may-write',
    PolicyDocument: JSON.stringify({
      Statement: {
        ...{ Effect: 'Allow', Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] } },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:*`,
      },
    }),
  },
});
