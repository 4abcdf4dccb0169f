import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { expect, test } from 'vitest';
import { blocksOf } from '../how-to/blocks.ts';

test("the page on tests shows a test that runs with the museum's", () => {
  const [shown] = blocksOf(readFileSync(resolve(projectRoot, 'docs/tests-of-a-choreography.md'), 'utf8'));
  expect(shown?.text).toBe(readFileSync(resolve(projectRoot, 'examples/museum/test/insurance.test.ts'), 'utf8'));
});
