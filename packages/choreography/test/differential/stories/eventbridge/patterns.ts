import { readFileSync } from 'node:fs';
import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { Aws } from '../../aws.ts';
import { api, guide, type Reference } from '../../reference.ts';
import { refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

interface Case {
  readonly group: string;
  readonly pattern: { readonly detail?: unknown };
  readonly event: { readonly detail: unknown };
  readonly matches?: boolean;
  /** The pattern itself is refused. */
  readonly invalid?: true;
}

/** Patterns and events with the answers of AWS's own matcher, Event Ruler. */
const CASES = JSON.parse(
  readFileSync(new URL('../../../pattern/event-pattern-cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

const OPERATORS: Reference = {
  ...guide(
    'EventBridge User Guide',
    'Comparison operators for use in event patterns in Amazon EventBridge',
    'eb-create-pattern-operators',
  ),
  seen: 'answers computed with AWS’s Event Ruler (software.amazon.event.ruler:event-ruler)',
};

const FAMILIES: Readonly<Record<string, RegExp>> = {
  'exact values: texts, numbers, booleans, null and the empty text': /^(exact|null|empty-str|mixed-list)/,
  'prefix and suffix, also with equals-ignore-case': /^(prefix|suffix)/,
  'equals-ignore-case': /^eic/,
  'wildcard, with escapes': /^wildcard/,
  'anything-but in all its forms': /^(anything-but|ab-)/,
  'numeric comparisons and ranges': /^num-/,
  'cidr, of version 4 and 6': /^cidr/,
  'exists, true and false': /^(exists|nested-exists)/,
  '$or, alone and within others': /^or/,
  'nested objects, arrays and several keys': /^(nested$|dotted|multi-key|two-arrays|array-obj-correl)/,
  'fields of the envelope': /^top-/,
  'patterns that are wrong': /^bad-/,
};

/** What an engine says otherwise than Event Ruler, each as `PATTERN on DETAIL`. */
async function disagreements(aws: Aws, family: RegExp): Promise<Record<string, string>> {
  const otherwise: Record<string, string> = {};
  for (const { group, pattern, event, matches, invalid } of CASES.filter(({ group: own }) => family.test(own))) {
    const answer = await answerTo(aws, JSON.stringify(pattern), JSON.stringify(event));
    const asRuler = invalid ? 'refused' : matches ? 'matches' : 'does not match';
    const short = group.startsWith('top-') ? JSON.stringify(pattern) : JSON.stringify(pattern.detail);
    if (answer !== asRuler) otherwise[`${short} on ${JSON.stringify(event.detail)}`] = answer;
  }
  return otherwise;
}

async function answerTo(aws: Aws, EventPattern: string, Event: string): Promise<string> {
  try {
    const { Result } = await aws.events.send(new TestEventPatternCommand({ EventPattern, Event }));
    return Result ? 'matches' : 'does not match';
  } catch (error) {
    return (error as Error).name === 'InvalidEventPatternException' ? 'refused' : (error as Error).name;
  }
}

/** Without `resources`: the page calls it mandatory too, but AWS was seen to do without (localstack/localstack, events/provider.py). */
const EVENT = {
  id: '1',
  'detail-type': 'Told',
  source: 'story',
  account: '123456789012',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  detail: {},
};

export const PATTERNS = storiesOf('EventBridge: event patterns', [
  ...Object.entries(FAMILIES).map(([name, family]) => ({
    name: `TestEventPattern answers as Event Ruler does: ${name}`,
    reference: OPERATORS,
    tell: (aws: Aws) => disagreements(aws, family),
    expected: {},
  })),
  {
    name: 'An event to be tested has all the fields of an envelope',
    reference: api('EventBridge', 'TestEventPattern'),
    async tell(aws) {
      const answers: Record<string, unknown> = {};
      for (const field of Object.keys(EVENT).filter((name) => name !== 'detail')) {
        const Event = JSON.stringify({ ...EVENT, [field]: undefined });
        answers[`without ${field}`] = await refused(
          aws.events.send(new TestEventPatternCommand({ EventPattern: '{"source":["story"]}', Event })),
        );
      }
      return answers;
    },
    expected: Object.fromEntries(
      Object.keys(EVENT)
        .filter((name) => name !== 'detail')
        .sort()
        .map((field) => [`without ${field}`, { refused: 'ValidationException', status: 400 }]),
    ),
  },
  {
    name: 'An event to be tested that is no JSON is refused',
    reference: api('EventBridge', 'TestEventPattern'),
    tell: (aws) =>
      refused(aws.events.send(new TestEventPatternCommand({ EventPattern: '{"source":["story"]}', Event: '{' }))),
    expected: { refused: 'ValidationException', status: 400 },
  },
]);
