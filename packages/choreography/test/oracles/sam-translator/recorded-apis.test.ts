import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Template } from '#template/template.ts';
import { withoutHashes } from '../../template/sam/without-hashes.ts';
import { TRANSLATOR, translateAll } from './install-translator.ts';

interface Recorded {
  readonly of: string;
  readonly property: string;
  readonly template: Template;
  readonly made?: Template['Resources'];
  readonly refused?: string;
}

const file = new URL('../../template/sam/recorded-api-properties.jsonl', import.meta.url);

test(`what is recorded of APIs is what ${TRANSLATOR} answers`, async () => {
  const recorded = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);
  const answers = await translateAll(recorded.map(({ template }) => template));
  const changed = recorded.filter(({ made, refused }, index) => {
    const answer = answers[index];
    if (answer === undefined || !('template' in answer))
      return refused === undefined || !String(answer?.refusals).includes(refused);
    const { Resources } = answer.template;
    return made === undefined || !isDeepStrictEqual(withoutHashes(made), withoutHashes(apiResources(Resources)));
  });
  expect(changed.map(({ of, property }) => `${property} of ${of}`)).toEqual([]);
}, 600_000);

const apiResources = (resources: Template['Resources']): Template['Resources'] =>
  Object.fromEntries(
    Object.entries(resources).filter(
      ([, { Type }]) => Type.startsWith('AWS::ApiGateway') || Type === 'AWS::Lambda::Permission',
    ),
  );
