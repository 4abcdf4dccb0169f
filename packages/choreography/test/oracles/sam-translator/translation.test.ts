import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, TRANSLATOR, translateAll } from './install-translator.ts';
import { samTemplates } from './sam-templates.ts';
import { tellDifferences } from './tell-differences.ts';

const RUNS = Number(process.env.RUNS ?? 1) * 300;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

describe(`Beside ${TRANSLATOR}`, () => {
  it(`${RUNS} generated templates are drawn and checked as their translations are, and refused as they are`, async () => {
    console.log(`SEED=${SEED}`);
    const templates = fc.sample(samTemplates(), { numRuns: RUNS, seed: SEED });
    const answers = await translateAll(templates);
    const found = templates.flatMap((template, index) => {
      const told = tellDifferences(template, answers[index] as Answer);
      return told.length > 0 ? [{ index, template: JSON.stringify(template), told }] : [];
    });
    const refused = answers.filter((answer) => 'refusals' in answer).length;
    console.log(`${templates.length - refused} translated, ${refused} refused, ${found.length} differ`);
    expect(found.slice(0, 3)).toEqual([]);
    expect(templates.length - refused).toBeGreaterThan(refused / 2);
  }, 600_000);
});
