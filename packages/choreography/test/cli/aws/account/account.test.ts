import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { readAccount } from '#cli/aws/account/read-account.ts';
import { check } from '#cli/check/check.ts';
import { driftOf } from '#diff/drift.ts';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { readTemplates } from '#template/read-templates.ts';

const statement = (Action: string, Resource: unknown, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) }],
});
const TEMPLATE = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'parcels' } },
    Sorted: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'sorted' } },
    SortedPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Sorted' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Sorted', 'Arn'] },
            },
          ],
        },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'say',
            PolicyDocument: statement(
              'events:PutEvents',
              { 'Fn::GetAtt': ['Bus', 'Arn'] },
              {
                StringEquals: { 'events:source': 'depot', 'events:detail-type': 'Arrived' },
              },
            ),
          },
        ],
      },
    },
    Weigh: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'choreography:job': { participant: 'depot', job: 'weigh' } },
      Properties: {
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Code: { ZipFile: 'exports.handler = async () => 1;' },
      },
    },
    WhenArrived: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { 'detail-type': ['Arrived'], source: ['depot'] },
        Targets: [{ Id: 'sorted', Arn: { 'Fn::GetAtt': ['Sorted', 'Arn'] } }],
      },
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'account-'));
writeFileSync(join(folder, 'depot.json'), JSON.stringify(TEMPLATE));
const templates = readTemplates([folder]);
const graph = graphOf(templates);
let runtime: Awaited<ReturnType<typeof startRuntime>>;
let events: EventBridgeClient;
let access: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  runtime = await startRuntime({ cdkOut: folder, port: 0 });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  access = { endpoint: runtime.endpoint, region: 'us-east-1', credentials };
  events = new EventBridgeClient(access);
}, 60_000);
afterAll(async () => {
  events?.destroy();
  await runtime?.stop();
  rmSync(folder, { recursive: true });
});

const running = async (): Promise<Graph> => graphOf(await readAccount(access, templates));
const routesOf = ({ consumers }: Graph) =>
  consumers.map(({ rule, target, permission }) => [rule, target.id, permission.state]);

it('What runs has the same map as the templates that it was made from, under the names of their jobs', async () => {
  const account = await running();
  expect(routesOf(account)).toEqual([['WhenArrived', 'Sorted', 'granted']]);
  expect(account.edges.map(({ from, event, to }) => [from, event, to])).toEqual([
    ['depot/weigh', 'depot Arrived', 'depot/Sorted'],
  ]);
  expect(driftOf(graph, account)).toEqual({ unknown: [], missing: [], different: [] });
});

it('check --account finds what is wrong with what runs, under the same names', async () => {
  const told: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void told.push(text));
  try {
    await check([], { account: true, endpointUrl: runtime.endpoint, region: 'us-east-1', json: true });
  } finally {
    log.mockRestore();
  }
  const { findings } = JSON.parse(told.join('\n')) as { findings: { name: string }[] };
  expect(findings.map(({ name }) => name)).toEqual(findAll(graph).map(({ name }) => name));
  expect(findings.map(({ name }) => name)).toContain('no-dead-letter-queue depot/Sorted on depot Arrived');
  expect(process.exitCode).toBe(1);
  process.exitCode = undefined;
});

it('Drift tells what runs and is in no template, what is in one and does not run, and what differs', async () => {
  const [rule] = runtime.status().rules;
  const name = rule?.name ?? '';
  const EventBusName = 'parcels';
  await events.send(new DisableRuleCommand({ EventBusName, Name: name }));
  await events.send(new PutRuleCommand({ EventBusName, Name: 'by-hand', EventPattern: '{"source":["depot"]}' }));
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:sorted';
  await events.send(new PutTargetsCommand({ EventBusName, Rule: 'by-hand', Targets: [{ Id: '1', Arn }] }));
  const changed = driftOf(graph, await running());
  expect(changed.unknown).toEqual(['rule account/by-hand to depot/Sorted']);
  expect(changed.missing).toEqual([]);
  expect(changed.different).toEqual([
    { what: 'rule depot/WhenArrived to depot/Sorted', fact: 'enabled', template: true, running: false },
  ]);
  await events.send(new RemoveTargetsCommand({ EventBusName, Rule: name, Ids: ['sorted'] }));
  await events.send(new DeleteRuleCommand({ EventBusName, Name: name }));
  expect(driftOf(graph, await running()).missing).toEqual(['rule depot/WhenArrived to depot/Sorted']);
});

it('Where nothing answers, a sentence says so', async () => {
  await expect(readAccount({ ...access, endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
    /^Nothing answers at http:\/\/127.0.0.1:9/,
  );
}, 60_000);

it('Every call of the account only reads, and is listed in the docs', () => {
  const code = 'packages/choreography/src/cli/aws/account';
  const calls = readdirSync(code).flatMap((file) =>
    [...readFileSync(join(code, file), 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, call = '']) => call),
  );
  const listed =
    readFileSync('docs/map.md', 'utf8').match(/^\| `(?:events|lambda|sqs|sns|iam|cloudformation)` \|.*$/gm) ?? [];
  const inDocs = listed.flatMap((line) => [...line.matchAll(/`([A-Z]\w+)`/g)].map(([, call = '']) => call));
  expect([...new Set(calls)].filter((call) => !/^(List|Get)/.test(call))).toEqual([]);
  expect(inDocs.sort()).toEqual([...new Set(calls)].sort());
});
