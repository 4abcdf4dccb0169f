import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { HTTP_API_PROPERTIES, REST_API_PROPERTIES } from '#template/sam/api/api-properties.ts';
import { FUNCTION_EVENT_PROPERTIES } from '#template/sam/events/event-properties.ts';
import { translateSam } from '#template/sam/translate-sam.ts';
import type { Template } from '#template/template.ts';
import { withoutHashes } from './without-hashes.ts';

interface Recorded {
  readonly of: string;
  readonly property: string;
  /** Whether these tools leave it out, by name. */
  readonly leftOut?: boolean;
  readonly template: Template;
  readonly made?: Template['Resources'];
  readonly refused?: string;
}

/** For each property of APIs and their routes: a template that has it, and what aws-sam-translator 1.115.0 made of it or said. */
const recorded = readFileSync(new URL('./recorded-api-properties.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const translated = recorded.filter(({ made, leftOut }) => made && !leftOut);
const refused = recorded.filter((each) => each.refused !== undefined);

test.each([
  ['AWS::Serverless::Api', REST_API_PROPERTIES],
  ['AWS::Serverless::HttpApi', HTTP_API_PROPERTIES],
  ['event Api', FUNCTION_EVENT_PROPERTIES.Api ?? {}],
  ['event HttpApi', FUNCTION_EVENT_PROPERTIES.HttpApi ?? {}],
])('the properties of %s are those of SAM', (of, known) => {
  const ofSam = recorded.filter((each) => each.of === of && each.property !== 'Misspelt').map((each) => each.property);
  expect(Object.keys(known).sort()).toEqual([...new Set(ofSam)].sort());
});

test.each(translated)('$property of $of becomes what SAM makes of it', ({ template, made }) => {
  const warnings: string[] = [];
  expect(withoutHashes(apiResources(template, warnings))).toEqual(withoutHashes(made ?? {}));
  expect(warnings).toEqual([]);
});

test.each(refused)('a $property of $of that SAM refuses is refused', ({ template, property, refused: sentence }) => {
  const isOfAnotherKind = sentence === `Type of property '${property}' is invalid.`;
  expect(() => translateSam(template)).toThrow(isOfAnotherKind ? `Property '${property}' should be a ` : sentence);
});

describe('What is not translated', () => {
  const left = recorded.filter(({ leftOut }) => leftOut);

  it.each(left)('$property of $of stays with the API under its name, and is told', ({ template, property }) => {
    const warnings: string[] = [];
    expect(apiResources(template, warnings).A?.Properties).toHaveProperty(property);
    expect(warnings).toEqual([expect.stringContaining(`The template: ${property} of A (AWS::Serverless::`)]);
  });

  it.each(left)('the functions that $property of $of names may be called as SAM has it', ({ template, made = {} }) => {
    expect(permissionsIn(apiResources(template, []))).toEqual(permissionsIn(made));
  });
});

test('a route that starts a state machine is told', () => {
  const warnings: string[] = [];
  const Route = { Type: 'Api', Properties: { Path: '/', Method: 'get' } };
  const Machine = {
    Type: 'AWS::Serverless::StateMachine',
    Properties: { Definition: { StartAt: 'A' }, Role: 'arn:aws:iam::000000000000:role/r', Events: { Route } },
  };
  apiResources({ Resources: { Machine } }, warnings);
  expect(warnings).toEqual([
    'The template: Machine, event Route (Api) is not translated: it has no part in events. The local runtime refuses it.',
  ]);
});

function apiResources(template: Template, warnings: string[]): Template['Resources'] {
  const { Resources } = translateSam(template, 'The template', (sentence) => warnings.push(sentence));
  return Object.fromEntries(
    Object.entries(Resources).filter(
      ([, { Type }]) => Type.startsWith('AWS::ApiGateway') || Type === 'AWS::Lambda::Permission',
    ),
  );
}

const permissionsIn = (resources: Template['Resources']): object =>
  Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Permission'));
