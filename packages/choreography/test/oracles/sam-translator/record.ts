import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseTemplate } from '#template/parse-template.ts';
import type { Template } from '#template/template.ts';
import { translateAll } from './install-translator.ts';
import { samTemplates } from './sam-templates.ts';

/**
 * Writes down what the translator makes of the templates in `test/template/sam/templates`, and of some generated ones, for the
 * tests that run without it: `node --import tsx test/oracles/sam-translator/record.ts`.
 */
const FOLDER = 'test/template/sam/templates';
const written = readdirSync(FOLDER).map((file): [string, Template] => [
  file,
  parseTemplate(file, readFileSync(join(FOLDER, file), 'utf8')),
]);
const generated = fc
  .sample(samTemplates(), { numRuns: 40, seed: 40 })
  .map((template, index): [string, Template] => [`generated ${index}`, template]);
const cases = [...written, ...generated];
const answers = await translateAll(cases.map(([, template]) => template));
const lines = cases.map(([name, template], index) => JSON.stringify({ name, template, answer: answers[index] }));
writeFileSync('test/template/sam/recorded-translations.jsonl', `${lines.join('\n')}\n`);
