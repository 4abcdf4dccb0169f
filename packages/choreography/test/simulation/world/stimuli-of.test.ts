import { expect, it } from 'vitest';
import type { Simulation } from '#simulation/define-simulation.ts';
import { stimuliOf } from '#simulation/world/stimuli-of.ts';

const loan = { label: 'loan1', at: 0, data: {}, by: { function: 'lend' } };
const listing = (stimuli: unknown) => stimuliOf({ bus: 'library', stimuli: () => stimuli } as Simulation, 1, 1);

it('lists what a simulation says that happens', () => {
  expect(listing([loan, { ...loan, label: 'loan2' }])).toHaveLength(2);
});

it.each([
  ['a promise', Promise.resolve([]), 'must be a list, not a promise'],
  ['nothing', undefined, 'must be a list, not undefined'],
  ['what is no stimulus', ['loan1'], 'A stimulus is made by stimulus(…) or request(…) with a label, not "loan1".'],
  ['a label twice', [loan, loan], 'Two stimuli have the label "loan1"'],
  ['a time before the world', [{ ...loan, at: -1 }], 'The stimulus "loan1" comes at -1'],
  ['no time', [{ ...loan, at: undefined }], 'The stimulus "loan1" comes at undefined'],
])('refuses %s with a sentence', (_, stimuli, sentence) => {
  expect(() => listing(stimuli)).toThrow(sentence);
});

it('says that the list itself failed', () => {
  const stimuli = () => {
    throw new Error('no customers');
  };
  expect(() => stimuliOf({ bus: 'library', stimuli }, 1, 1)).toThrow(
    "The simulation's stimuli could not be listed: no customers",
  );
});
