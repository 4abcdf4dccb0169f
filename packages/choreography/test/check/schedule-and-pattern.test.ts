import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { terminal } from '#cli/map/picture/terminal.ts';
import { readSystem } from '#cli/map/read-system.ts';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'schedule-and-pattern-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function graph(resources: object): Promise<Graph> {
  const file = join(folder, 'stack.json');
  writeFileSync(file, JSON.stringify({ Resources: resources }));
  return graphOf(await readSystem([file], {}));
}

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const both = {
  Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  Both: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['me'], 'detail-type': ['Thing'] },
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'q', Arn: arnOf('Q') }],
    },
  },
};
const sayer = {
  Role: {
    Type: 'AWS::IAM::User',
    Properties: {
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Action: 'events:PutEvents',
              Resource: '*',
              Condition: { StringEquals: { 'events:source': 'me', 'events:detail-type': ['Thing'] } },
            },
          },
        },
      ],
    },
  },
};

describe('a rule with a pattern and a schedule', () => {
  it('is drawn as both', async () => {
    const text = terminal(await graph({ ...both, ...sayer }), {}, (_, each) => each);
    expect(text).toMatch(/hears +rate\(1 minute\)/);
    expect(text).toMatch(/hears +Thing +← Role/);
  });

  it('is not said never to run when nobody says its event', async () => {
    const unmatched = findAll(await graph(both)).find(({ kind }) => kind === 'unmatched-rule');
    expect(unmatched?.name).toBe('unmatched-rule stack/Q on me Thing');
    expect(unmatched?.why).toBe('The job runs at rate(1 minute), but never for an event, and nothing reports it.');
  });
});

describe('a rule whose target is a bus', () => {
  const to = (given: object) => ({
    B: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
    Forward: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['me'] }, Targets: [{ Id: 'b', Arn: arnOf('B'), ...given }] },
    },
  });

  it('must leave the event whole', async () => {
    const found = async (given: object) => findAll(await graph(to(given))).map(({ kind }) => kind);
    expect(await found({})).not.toContain('transformed-for-bus');
    expect(await found({ InputTransformer: { InputTemplate: '{"a":1}' } })).toContain('transformed-for-bus');
    expect(await found({ InputPath: '$.detail' })).toContain('transformed-for-bus');
  });
});
