import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOUND_SEEDS } from './found-seeds.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

const DOCUMENT = join(import.meta.dirname, '../../../docs/simulation.md');
const [BEGIN, END] = ['<!-- planted faults, by write-table.ts -->', '<!-- end of planted faults -->'];

/** The table of the planted faults: by which seed each is found, and how small its world was made; and those that have no seed. */
const rows = PLANTED_FAULTS.flatMap(({ name }) => {
  const found = FOUND_SEEDS[name];
  if (!found) return [];
  const { seed, violated, stimuli, faults, seconds } = found;
  const size = stimuli === undefined ? ['', ''] : [`${stimuli} + ${faults}`, String(seconds)];
  return `| ${name} | ${seed} | ${violated.split('; ')[0]} | ${size.join(' | ')} |`;
});
const others = PLANTED_FAULTS.filter(({ name }) => !FOUND_SEEDS[name]).map(({ name }) => name);
const table = [
  '| planted | found by seed | what it violates first | shrunk to stimuli + faults | seconds |',
  '|---|---:|---|---:|---:|',
  ...rows,
  ...(others.length > 0 ? ['', `No seed is in the list of: ${others.join('; ')}.`] : []),
].join('\n');
const text = readFileSync(DOCUMENT, 'utf8');
const [before = '', rest = ''] = text.split(BEGIN);
writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n\n${END}${rest.split(END)[1]}`);
