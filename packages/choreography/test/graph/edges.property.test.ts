import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphOf } from '#graph/graph-of.ts';
import { compilePattern } from '#pattern/compile-pattern.ts';

/**
 * The edges are decided on languages. Here they are held against what the event matcher says of every event with a source
 * and a detail-type of up to three letters, which is enough for a witness of any overlap of these patterns.
 */
const LETTERS = ['a', 'b', 'A'];
const words = (length: number): string[] =>
  length === 0 ? [''] : words(length - 1).flatMap((word) => [word, ...LETTERS.map((letter) => word + letter)]);
const SOURCES = [...new Set(words(3))].filter((word) => word !== '');
const DETAIL_TYPES = [...new Set(words(3))].filter((word) => word !== '');

const globs = fc.constantFrom('a', 'b', 'ab', 'a*', '*b', 'a*b', '*', '?b', '?');
const condition = fc.oneof(
  fc.constantFrom('a', 'b', 'ab'),
  fc.record({ prefix: fc.constantFrom('a', 'b', { 'equals-ignore-case': 'A' }) }),
  fc.record({ suffix: fc.constantFrom('a', 'b') }),
  fc.record({ wildcard: fc.constantFrom('a*', '*b', 'a*b', '*a*') }),
  fc.record({ 'equals-ignore-case': fc.constantFrom('Aa', 'a') }),
  fc.record({
    'anything-but': fc.oneof(
      fc.subarray(['a', 'b', 'ab', 'aa'], { minLength: 1 }),
      fc.record({ prefix: fc.constantFrom('a', 'b') }),
      fc.record({ suffix: fc.constantFrom('a', 'b') }),
      fc.record({ wildcard: fc.constantFrom('*a*', 'b*') }),
    ),
  }),
  fc.record({ exists: fc.constant(true) }),
);
const field = fc.array(condition, { minLength: 1, maxLength: 2 });
const plain = fc
  .record({ source: field, 'detail-type': field }, { requiredKeys: [] })
  .filter((drawn) => Object.keys(drawn).length > 0);
const pattern = fc.oneof(
  plain,
  fc
    .tuple(field, field, field)
    .map(([source, one, two]) => ({ source, $or: [{ 'detail-type': one }, { 'detail-type': two }] })),
);

const literals = fc.tuple(
  fc.constantFrom('StringEquals', 'StringNotEquals'),
  fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 2 }),
);
const likes = fc.tuple(
  fc.constantFrom('StringLike', 'ForAllValues:StringLike'),
  fc.array(globs, { minLength: 1, maxLength: 2 }),
);
const conditions = fc.dictionary(fc.constantFrom('events:source', 'events:detail-type'), fc.oneof(literals, likes));
const deny = fc
  .tuple(conditions, fc.constantFrom('', 'ForAnyValue:'))
  .map(([all, set]) =>
    Object.fromEntries(
      Object.entries(all).map(([key, [name, values]]) => [key, [name.replace('ForAllValues:', set), values] as const]),
    ),
  );
type Conditions = Readonly<Record<string, readonly [string, readonly string[]]>>;
const producer = fc.record({ allow: conditions, deny: fc.option(deny, { nil: undefined }) });

it('an edge is there exactly when some event may be put and matches', () => {
  fc.assert(
    fc.property(
      fc.array(producer, { minLength: 1, maxLength: 3 }),
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      (producers, patterns) => {
        const edges = new Set(graphOf([system(producers, patterns)]).edges.map(({ from, rule }) => `${from} ${rule}`));
        for (const [p, { allow, deny: denied }] of producers.entries()) {
          const sayable = (source: string, type: string) =>
            holds(allow, source, type) && !(denied && holds(denied, source, type));
          for (const [r, each] of patterns.entries()) {
            const matches = compilePattern(each);
            const some = SOURCES.some((source) =>
              DETAIL_TYPES.some(
                (type) => sayable(source, type) && matches({ source, 'detail-type': type, detail: {} }),
              ),
            );
            expect(
              edges.has(`System/Producer${p} Rule${r}`),
              JSON.stringify({ allow, deny: denied, pattern: each }),
            ).toBe(some);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** IAM, for one event: every condition holds. */
const holds = (all: Conditions, source: string, type: string): boolean =>
  Object.entries(all).every(([key, [name, values]]) => {
    const value = key === 'events:source' ? source : type;
    const like = name.endsWith('Like');
    const fits = values.some((each) =>
      like ? new RegExp(`^${each.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value) : each === value,
    );
    return name.includes('Not') ? !fits : fits;
  });

function system(
  producers: readonly { allow: Conditions; deny: Conditions | undefined }[],
  patterns: readonly object[],
) {
  const statement = (Effect: string, all: Conditions) => {
    const Condition: Record<string, Record<string, readonly string[]>> = {};
    for (const [key, [name, values]] of Object.entries(all)) Condition[name] = { ...Condition[name], [key]: values };
    return { Effect, Action: 'events:PutEvents', Resource: '*', Condition };
  };
  const roles = producers.map(({ allow, deny: denied }, index) => [
    `Producer${index}`,
    {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [
          {
            PolicyDocument: { Statement: [statement('Allow', allow), ...(denied ? [statement('Deny', denied)] : [])] },
          },
        ],
      },
    },
  ]);
  const rules = patterns.map((EventPattern, index) => [
    `Rule${index}`,
    {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern, Targets: [{ Id: 't', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] },
    },
  ]);
  return {
    name: 'System',
    template: { Resources: { ...Object.fromEntries([...roles, ...rules]), Queue: { Type: 'AWS::SQS::Queue' } } },
  };
}
