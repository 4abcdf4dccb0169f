import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { translateSam } from '#template/sam/translate-sam.ts';
import type { Template } from '#template/template.ts';
import type { Answer } from '../../oracles/sam-translator/install-translator.ts';
import { tellDifferences } from '../../oracles/sam-translator/tell-differences.ts';

interface Recorded {
  readonly name: string;
  readonly template: Template;
  readonly answer: Answer;
}

/** What aws-sam-translator 1.115.0 made of each, written down by packages/choreography/test/oracles/sam-translator/record.ts. */
const RECORDED = readFileSync(new URL('recorded-translations.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Recorded => JSON.parse(line));

describe('A SAM template is drawn and checked as its translation by AWS is, and refused as it is:', () => {
  it.each(RECORDED)('$name', ({ template, answer }) => {
    expect(tellDifferences(template, answer)).toEqual([]);
  });
});

describe('What SAM refuses is refused with its sentence:', () => {
  const sorter = (properties: object, more: object = {}): Template => ({
    Resources: {
      Sorter: {
        Type: 'AWS::Serverless::Function',
        Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: ' ', ...properties },
      },
    },
    ...more,
  });
  const hearing = (Type: string, Properties: object) => sorter({ Events: { Heard: { Type, Properties } } });

  it.each([
    [
      hearing('EventBridgeRule', { Name: 'a', Pattern: {} }),
      'Sorter, event Heard: property Name not defined for resource of type EventBridgeRule',
    ],
    [hearing('Schedule', {}), "Sorter, event Heard: Missing required property 'Schedule'."],
    [hearing('Schedule', { Schedule: 5 }), "Sorter, event Heard: Property 'Schedule' should be a string."],
    [
      hearing('Unheard', {}),
      'Sorter, event Heard: Resource dict has missing or invalid value for key Type. Event Type is: Unheard.',
    ],
    [
      hearing('EventBridgeRule', { State: 'ENABLED', Enabled: true }),
      'Sorter, event Heard: State and Enabled Properties cannot both be specified.',
    ],
    [
      hearing('EventBridgeRule', { DeadLetterConfig: { Type: 'SNS' } }),
      "Sorter, event Heard: The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.",
    ],
    [
      hearing('SNS', { Topic: 't', SqsSubscription: { QueueArn: 'q' } }),
      'Sorter, event Heard: No QueueARN or QueueURL provided.',
    ],
    [
      hearing('ScheduleV2', { ScheduleExpression: 'rate(1 day)', Name: 'a', OmitName: true }),
      'Sorter, event Heard: Name cannot be set when OmitName is True',
    ],
    [sorter({ Timeuot: 3 }), 'Sorter: property Timeuot not defined for resource of type AWS::Serverless::Function'],
    [
      sorter({ Handler: undefined }),
      'Sorter: Runtime and Handler needs to be present when PackageType is of type `Zip`',
    ],
    [sorter({ Policies: [{ NoSuchPolicy: {} }] }), "Sorter: Policy at index 0 in the 'Policies' property is not valid"],
    [
      sorter({ Policies: { SQSPollerPolicy: {} } }),
      "Sorter: Following required parameters of template 'SQSPollerPolicy' don't have values: 'QueueName'",
    ],
    [
      sorter({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'EventBridge' } } } }),
      "Sorter: Destination is required if Type is not ['SQS', 'SNS']",
    ],
    [
      sorter({}, { Globals: { Function: { Role: 'r' } } }),
      "Globals: 'Role' is not a supported property of 'Function'.",
    ],
  ])('%#: %j', (template, sentence) => {
    expect(() => translateSam(template, 'depot.yaml')).toThrow(`depot.yaml: SAM refuses ${sentence}`);
  });

  it('each of several, in a line of its own', () => {
    const { Resources } = sorter({ Events: { Heard: { Type: 'Unheard' } } });
    const template: Template = { Resources: { ...Resources, Other: { Type: 'AWS::Serverless::Function' } } };
    expect(() => translateSam(template, 'depot.yaml')).toThrow(
      /^depot\.yaml: SAM refuses Sorter, event Heard: .*\ndepot\.yaml: SAM refuses Other: .*$/,
    );
  });
});
