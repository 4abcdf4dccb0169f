import { describe, expect, it } from 'vitest';
import { targetInput } from '#local/events/input/target-input.ts';
import type { Rule, Target } from '#local/events/rule.ts';

const event = {
  version: '0' as const,
  id: 'e-1',
  'detail-type': 'State Changed',
  source: 'aws.ec2',
  account: '000000000000',
  time: '2026-11-25T12:00:00Z',
  region: 'us-east-1',
  resources: ['arn:a', 'arn:b'],
  detail: {
    instance: 'i-1',
    state: 'RUNNING',
    note: 'say "hi"',
    cpu: 2,
    on: true,
    none: null,
    tags: ['x', 'y'],
    at: { zone: 'a' },
  },
};
const rule = { name: 'r', arn: 'arn:aws:events:us-east-1:000000000000:rule/r' } as Rule;
const input = (target: Partial<Target>) =>
  targetInput({ Id: 't', Arn: 'a', ...target }, event, rule, Date.parse('2026-11-25T12:00:05Z'));
const InputPathsMap = {
  instance: '$.detail.instance',
  state: '$.detail.state',
  note: '$.detail.note',
  cpu: '$.detail.cpu',
  on: '$.detail.on',
  tags: '$.detail.tags',
  at: '$.detail.at',
  gone: '$.detail.gone',
};
const transformed = (InputTemplate: string) => input({ InputTransformer: { InputPathsMap, InputTemplate } });

describe('what a target is given', () => {
  it.each([
    ['a constant', { Input: '{"a": 1}' }, '{"a": 1}'],
    ['the whole event', {}, JSON.stringify(event)],
    ['the whole event for $', { InputPath: '$' }, JSON.stringify(event)],
    ['a part', { InputPath: '$.detail.at' }, '{"zone":"a"}'],
    ['a text, quoted', { InputPath: '$.detail.state' }, '"RUNNING"'],
    ['an item', { InputPath: '$.resources[1]' }, '"arn:b"'],
    ['all items', { InputPath: '$.detail.tags[*]' }, '["x","y"]'],
    ['a part by quoted keys', { InputPath: "$['detail-type']" }, '"State Changed"'],
    ['null for a path that leads nowhere', { InputPath: '$.detail.gone' }, 'null'],
  ])('is %s', (_, target, text) => expect(input(target)).toBe(text));
});

/** The user guide's "Input transform examples", and what its "Common issues" say. */
describe('an input template', () => {
  it.each([
    ['a string', '"instance <instance> is in <state>"', '"instance i-1 is in RUNNING"'],
    ['a string with quotes', '"instance \\"<instance>\\" is in <state>"', '"instance \\"i-1\\" is in RUNNING"'],
    ['JSON', '{"instance": <instance>, "state": <state>}', '{"instance": "i-1", "state": "RUNNING"}'],
    [
      'JSON with strings and variables',
      '{"instance": <instance>, "state": "<state>", "status": "instance \\"<instance>\\" is in <state>"}',
      '{"instance": "i-1", "state": "RUNNING", "status": "instance \\"i-1\\" is in RUNNING"}',
    ],
    [
      'JSON with constants',
      '{"state": [9, <state>, true], "done": "Yes"}',
      '{"state": [9, "RUNNING", true], "done": "Yes"}',
    ],
    ['values of every kind', '[<cpu>, <on>, <tags>, <at>]', '[2, true, ["x","y"], {"zone":"a"}]'],
    [
      'a text with quotes of its own',
      '{"note": <note>, "in": "<note>"}',
      '{"note": "say \\"hi\\"", "in": "say \\"hi\\""}',
    ],
    ['an object within a string, without its quotes', '"at <at> <tags>"', '"at {zone:a} [x,y]"'],
    ['nothing for a path that leads nowhere', '{"a": <gone>, "b": "<gone>"}', '{"a": "", "b": ""}'],
    [
      'the reserved variables',
      '{"arn": <aws.events.rule-arn>, "rule": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>}',
      `{"arn": "${rule.arn}", "rule": "r", "at": "2026-11-25T12:00:05Z"}`,
    ],
    ['the event as a whole', '{"event": <aws.events.event.json>}', `{"event": ${JSON.stringify(event)}}`],
    [
      'the event without its detail',
      '{"event": <aws.events.event>}',
      '{"event": {"id":"e-1","account":"000000000000","detailType":"State Changed","time":"2026-11-25T12:00:00Z","source":"aws.ec2","region":"us-east-1","resources":["arn:a","arn:b"],"version":"0"}}',
    ],
  ])('may be %s', (_, template, text) => {
    expect(transformed(template)).toBe(text);
    JSON.parse(text);
  });
});
