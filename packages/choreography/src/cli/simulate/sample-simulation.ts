import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { givenSettings } from '#cli/project/settings.ts';
import type { Draw, Simulation, Stimulus } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName?: string;
}

/**
 * A simulation of a project that has none of its own: the samples of its `choreography.json` are what happens, each instance under
 * a key of its own, and what must hold of any system is all that must hold. Undefined if it has no samples.
 *
 * @throws InputError if a sample cannot be read
 */
export function sampleSimulation(folder: string): Simulation | undefined {
  const settings = join(folder, 'choreography.json');
  const { sample } = existsSync(settings) ? givenSettings({}, settings) : {};
  if (!sample) return undefined;
  const { next } = sample;
  const first = sample.entries.flatMap((file) => entriesIn(folder, file));
  const ofInstance = (entry: Entry, key: string) => JSON.stringify(JSON.parse(entry.Detail)).includes(`"${key}"`);
  const kinds = [
    { key: sample.key, entries: first },
    ...(next ? [{ key: next.key, entries: entriesIn(folder, next.entries) }] : []),
  ]
    .map(({ key, entries }) => ({ key, entries: entries.filter((entry) => ofInstance(entry, key)) }))
    .filter(({ entries }) => entries.length > 0);
  if (kinds.length === 0)
    throw new InputError(`No sample in "${settings}" has the key "${sample.key}", so none can be simulated.`);
  const common = first.filter((entry) => !ofInstance(entry, sample.key));
  return {
    bus: sample.bus ?? first[0]?.EventBusName ?? 'default',
    stimuli(draw, instances) {
      const before = common.map((entry, at) =>
        stimulusOf(`common${at + 1}`, draw.integer(`common${at}`, 0, 3000), entry),
      );
      const each = Array.from({ length: instances }, (_, at) =>
        ofKind(draw, `i-${at + 1}`, draw.one(`i-${at + 1} kind`, kinds)),
      );
      return [...before, ...each.flat()];
    },
  };
}

/** The entries of an instance, under its own key; sometimes twice within milliseconds. */
function ofKind(draw: Draw, label: string, { key, entries }: { key: string; entries: readonly Entry[] }): Stimulus[] {
  const at = draw.integer(`${label} at`, 0, draw.one(`${label} burst`, [200, 5000, 240_000]));
  const twice = draw.number(`${label} twice`) < 0.2;
  return entries.flatMap((entry, index) => {
    const own = { ...entry, Detail: entry.Detail.replaceAll(`"${key}"`, `"${label}"`) };
    const name = index === 0 ? label : `${label}-${index + 1}`;
    const once = stimulusOf(name, at + index, own);
    return twice ? [once, stimulusOf(`${name}-again`, at + index + draw.integer(`${name} gap`, 0, 40), own)] : [once];
  });
}

const stimulusOf = (label: string, at: number, { Source, DetailType, Detail }: Entry): Stimulus => ({
  ...{ label, at, data: JSON.parse(Detail).data },
  by: { source: Source, type: DetailType },
});

function entriesIn(folder: string, file: string): Entry[] {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Entry[];
  } catch (error) {
    throw new InputError(`"${file}", a sample of choreography.json, cannot be read: ${(error as Error).message}`);
  }
}
