import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { costAt } from '#cli/cost/cost.ts';
import { renderCost } from '#cli/cost/render-cost.ts';
import { CostChange } from '#cli/diff/cost-change.ts';
import { paintFor } from '#cli/program/paint.ts';
import type { Cost } from '#cost/cost-of.ts';
import { aFunction, anAssembly, queue } from '../../local/assembly.ts';

const target = { 'Fn::GetAtt': ['Q', 'Arn'] };
/** A queue gathers visits, of which a function says all with one request, or each with its own. */
const anAssemblyThatSays = (code: string) =>
  anAssembly(
    {
      Q: queue('visits'),
      MaySend: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Q' }],
          PolicyDocument: {
            Statement: [
              {
                ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
                ...{ Action: 'sqs:SendMessage', Resource: target },
              },
            ],
          },
        },
      },
      OnVisited: {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: { 'detail-type': ['Visited'] }, Targets: [{ Id: 'q', Arn: target }] },
      },
      Note: aFunction('note'),
      Feeding: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: 'note', EventSourceArn: target },
      },
    },
    {
      note: `
        const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
        const client = new EventBridgeClient({});
        const say = (Entries) => client.send(new PutEventsCommand({ Entries }));
        exports.handler = async ({ Records }) => {
          const entries = Records.map(({ messageId }) => ({ Source: 'note', DetailType: 'Noted', Detail: JSON.stringify({ messageId }) }));
          ${code}
        };`,
    },
  );
const gathering = anAssemblyThatSays('await say(entries);');
const scattering = anAssemblyThatSays('for (const entry of entries) await say([entry]);');

const folder = mkdtempSync(join(tmpdir(), 'limits-of-close-'));
afterAll(() => rmSync(folder, { recursive: true }));
const entries = [{ Source: 'museum', DetailType: 'Visited', Detail: '{"visitor":"v-1"}' }];
writeFileSync(join(folder, 'visit.json'), JSON.stringify(entries));
const cost = { paths: [{ name: 'visit', share: 1, entries: ['visit.json'], key: 'v-1' }] };
writeFileSync(join(folder, 'choreography.json'), JSON.stringify({ cost }));

const found = (perSecond?: number) =>
  costAt(gathering, folder, { region: 'us-east-1', instances: 16, pollers: 1, ...(perSecond && { perSecond }) });
const putEvents = ({ limits }: Cost) => limits.find(({ family }) => family === 'PutEvents requests')?.perSecond;
const requests = ({ paths }: Cost) => paths[0]?.lines.find(({ item }) => item === 'SQS requests')?.units;

describe('What saturates', () => {
  it('is counted of instances that come close together, though they are priced one after the other', {
    timeout: 120_000,
  }, async () => {
    const [alone, together] = [await found(), await found(2000)];
    expect([requests(alone), alone.together, alone.limitsTogether]).toEqual([3, undefined, 2000]);
    expect([requests(together), together.together, together.limitsTogether]).toEqual([1.5, 2000, 2000]);
    // One request puts the visit, and a quarter of one says it, since four come with each batch.
    expect([putEvents(alone), putEvents(together)]).toEqual([8000, 8000]);
    const text = renderCost(alone, undefined, paintFor(process.stdout));
    expect(text).toContain('visit, counted over 16, one after the other');
    expect(text).toContain('What is full first, in instances a second, where they come as close together as if 2,000');
    expect((await found(100)).limitsTogether).toBe(2000);
  });

  it('is told by a difference in the same way', { timeout: 120_000 }, async () => {
    const change = new CostChange();
    await change.look(scattering, folder);
    await change.look(gathering, folder);
    const { difference } = change;
    expect(typeof difference === 'string' ? difference : difference.firstLimit).toMatchObject({
      before: { family: 'PutEvents requests', perSecond: 5000 },
      // Of eight, by five pollers, come three batches.
      after: { family: 'PutEvents requests', perSecond: 10_000 / (1 + 3 / 8) },
    });
    expect(change.markdown).toContain(
      '- full first, where 2,000 come in a second: `EventBridge: PutEvents requests` at 5,000 a second before, `EventBridge: PutEvents requests` at 7,272 a second now',
    );
  });
});
