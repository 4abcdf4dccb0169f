import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { startRuntime } from '#local/start-runtime.ts';
import { aRuntime } from '../runtime.ts';
import { synthesizeNewsroom } from './newsroom/newsroom.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let folder = '';

/** Runs a system where nothing of this project is around it. */
async function run(system: string, path = '.', parameters: Record<string, string> = {}, into = '.'): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  cpSync(join(import.meta.dirname, system), join(folder, into), { recursive: true });
  local = await aRuntime(join(folder, path), { parameters });
}
afterEach(async () => {
  await local?.runtime.stop();
  if (folder !== '') rmSync(folder, { recursive: true });
  folder = '';
});

async function put(...entries: (Omit<PutEventsRequestEntry, 'Detail'> & { detail: object })[]): Promise<void> {
  const Entries = entries.map(({ detail, ...entry }) => ({ ...entry, Detail: JSON.stringify(detail) }));
  const { FailedEntryCount } = await local.events.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
  await local.runtime.idle();
}
const logLines = () => local.notices.flatMap((notice) => (notice.kind === 'log' ? [notice.line] : []));
/** What went wrong; events that a template's rules leave out on purpose are told, too. */
const ORDINARY = ['log', 'event', 'handled', 'unheard-event'];
const troubles = () => local.notices.filter(({ kind }) => !ORDINARY.includes(kind));

describe('somebody else’s templates', () => {
  it('run: a logger on the default bus, in YAML with its code inline', async () => {
    await run('default-bus-logger', 'logger.yaml');
    await put(
      { Source: 'myapp', DetailType: 'Greeted', detail: { hello: 'world' } },
      { Source: 'another', DetailType: 'Greeted', detail: {} },
    );
    expect(logLines().filter((line) => line.includes(' said '))).toEqual(['myapp said Greeted: {"hello":"world"}']);
    expect(troubles()).toEqual([]);
    expect(local.notices).toContainEqual(expect.objectContaining({ kind: 'unheard-event', source: 'another' }));
  });

  it('run: a fan-out to two queues, in JSON', async () => {
    await run('fan-out');
    const upload = (name: string) => ({
      ...{ EventBusName: 'pictures', Source: 'camera', DetailType: 'PictureUploaded' },
      detail: { name },
    });
    await put(upload('cat.png'), upload('cat.pdf'));
    expect(JSON.parse((await local.messageIn('thumbnails')).Body ?? '')).toMatchObject({ detail: { name: 'cat.png' } });
    expect(JSON.parse((await local.messageIn('captions')).Body ?? '')).toEqual({ caption: 'A picture called cat.png' });
    expect(await local.attributesOf('thumbnails')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    expect(troubles()).toEqual([]);
  });

  it('run: a chain over two buses filtered by content, as SAM builds it, with the SDK that Lambda brings', async () => {
    await run('chain');
    const order = (id: string, total: number, country: string) => ({
      ...{ EventBusName: 'orders', Source: 'web', DetailType: 'OrderPlaced' },
      detail: { id, total, country },
    });
    await put(
      order('cheap', 99, 'DE'),
      order('dear', 100, 'DE'),
      order('excluded', 500, 'XX'),
      order('refused', 500, 'YY'),
    );
    expect((await local.messageIn('shipped')).Body).toBe('shipped dear');
    expect(await local.attributesOf('shipped')).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect(troubles()).toEqual([]);
  });

  it('run: nested stacks that hand values to each other, with a parameter that has no default', async () => {
    await run('nested', 'house.yaml', { Stage: 'dev' });
    const ring = (colour: string) => ({
      ...{ EventBusName: 'bell-dev', Source: 'bell', DetailType: 'Rang' },
      detail: { colour },
    });
    await put(ring('blue'), ring('green'));
    expect((await local.messageIn('hall-dev')).Body).toBe('"green"');
    // The attic's condition does not hold.
    expect(local.runtime.status().rules.map(({ name }) => name)).toEqual(['house-Hall-Rang']);
    expect(troubles()).toEqual([]);
  });

  it('run: a CDK app for another account and region, with a nested stack whose code is an asset', async () => {
    folder = synthesizeNewsroom();
    local = await aRuntime(folder);
    await put({ EventBusName: 'wires', Source: 'reporter', DetailType: 'Seen', detail: { headline: 'Rain' } });
    expect((await local.messageIn('printed')).Body).toBe('Rain');
    expect(troubles()).toEqual([]);
  });

  it('run: a project that "sam build" has built, which copies the template beside the code', async () => {
    await run('sam-build', '.', {}, '.aws-sam/build');
    await put({ Source: 'street', DetailType: 'Met', detail: { name: 'Ann' } });
    expect(logLines()).toContainEqual(expect.stringContaining('Hello, Ann'));
    expect(local.runtime.status().functions).toEqual([expect.stringMatching(/^foreign-.*-Greet$/)]);
  });

  it('run: a function that SAM feeds from a queue, with the policy that SAM adds for it', async () => {
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
        Reads: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            ...{ Runtime: 'nodejs22.x', Handler: 'index.handler' },
            InlineCode: 'exports.handler = async ({ Records }) => console.log("read", Records[0].body);',
            Events: {
              Letter: { Type: 'SQS', Properties: { Queue: { 'Fn::GetAtt': ['Letters', 'Arn'] }, BatchSize: 1 } },
            },
          },
        },
      },
    };
    folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    writeFileSync(join(folder, 'post.json'), JSON.stringify(template));
    local = await aRuntime(folder);
    const QueueUrl = `${local.runtime.endpoint}/000000000000/letters`;
    await new SQSClient(local.access).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    await local.runtime.idle();
    expect(logLines()).toEqual(['read hello']);
    expect(troubles()).toEqual([]);
  });

  it('run: the folder that "sam build" wrote', async () => {
    await run('sam-build');
    expect(local.runtime.status().functions).toHaveLength(1);
  });
});

describe('somebody else’s templates are refused at the start', () => {
  const started = (path: string, parameters: Record<string, string> = {}) =>
    startRuntime({ cdkOut: join(import.meta.dirname, path), port: 0, parameters });

  it.each([
    ['without a value', {}, 'house: the parameter Stage has no default: give its value with --parameter Stage=VALUE.'],
    [
      'with a value that is not allowed',
      { Stage: 'test' },
      'house: the parameter Stage must be one of dev, prod, and it is "test".',
    ],
    [
      'with a value for no parameter of theirs',
      { Stage: 'dev', Stange: 'dev' },
      '"--parameter Stange": no template has a parameter of this name, they have Stage, Colours, WithAttic.',
    ],
  ])('%s', async (_, parameters, sentence) => {
    await expect(started('nested/house.yaml', parameters as Record<string, string>)).rejects.toThrow(sentence);
  });

  it('when a bucket of SAM brings the events', async () => {
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Hello: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            ...{ Runtime: 'nodejs22.x', Handler: 'index.handler', InlineCode: ' ' },
            Events: {
              Get: { Type: 'HttpApi', Properties: { Path: '/', Method: 'get' } },
              Up: { Type: 'S3', Properties: { Bucket: { Ref: 'Photos' }, Events: 's3:ObjectCreated:*' } },
            },
          },
        },
        Photos: { Type: 'AWS::S3::Bucket' },
      },
    };
    folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    writeFileSync(join(folder, 'web.json'), JSON.stringify(template));
    await expect(startRuntime({ cdkOut: folder, port: 0 })).rejects.toThrow('web: AWS::S3::Bucket (Photos)');
  });

  it('when the template of a nested stack is elsewhere', async () => {
    folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    const Properties = { TemplateURL: 'https://example.com/child.yaml' };
    const template = { Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties } } };
    writeFileSync(join(folder, 'parent.json'), JSON.stringify(template));
    await expect(startRuntime({ cdkOut: folder, port: 0 })).rejects.toThrow(
      'parent: AWS::CloudFormation::Stack (Child): its template is not on this machine',
    );
  });
});
