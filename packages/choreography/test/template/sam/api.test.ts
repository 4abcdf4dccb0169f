import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { translateSam } from '#template/sam/translate-sam.ts';
import type { Template } from '#template/template.ts';
import { withoutHashes } from './without-hashes.ts';

/** Templates with routes, and what aws-sam-translator 1.115.0 made of them: APIs, deployments, stages and permissions. */
const recorded = readFileSync(new URL('./recorded-apis.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { template: Template; made: Template['Resources'] });

test.each(recorded)('Routes become the API, its stage and permissions that SAM makes', ({ template, made }) => {
  const ours = Object.entries(translateSam(template).Resources).filter(
    ([, { Type }]) => Type.startsWith('AWS::ApiGateway') || Type === 'AWS::Lambda::Permission',
  );
  expect(withoutHashes(Object.fromEntries(ours))).toEqual(withoutHashes(made));
});

const aRoute = (Type: string, Properties?: object) =>
  ({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      F: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...{ Handler: 'i.h', Runtime: 'nodejs22.x', InlineCode: 'x' },
          Events: { One: { Type, Properties }, Two: { Type, Properties } },
        },
      },
    },
  }) as unknown as Template;

test('a route that is there twice is refused', () => {
  expect(() => translateSam(aRoute('Api', { Path: '/', Method: 'get' }))).toThrow(
    'SAM refuses F, event Two: API method "get" already defined for path "/".',
  );
});
