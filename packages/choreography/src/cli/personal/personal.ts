import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { type PersonalStore, personalData } from '#personal/personal-data.ts';
import { type KeptFile, keptFiles } from './kept-files.ts';

export interface PersonalOptions extends SystemOptions {
  readonly json?: boolean;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography personal [TEMPLATES…]`: which personal fields are kept where, until when, and who may read them. */
export async function personal(templates: readonly string[], options: PersonalOptions): Promise<void> {
  const stores = personalData(await readSystem(templates, options), options.parameter);
  const files = keptFiles();
  if (options.json) return console.log(JSON.stringify({ stores, files }, null, 2));
  console.log([renderStores(stores), ...files.map(renderFile)].join('\n'));
}

const renderFile = ({ path, removedBy }: KeptFile): string =>
  `file ${path}: until it is removed (${removedBy}), events, items and emails of a local runtime as they were\n  read by whoever runs it`;

/** The stores for people, the archive first. */
export function renderStores(stores: readonly PersonalStore[]): string {
  if (stores.length === 0) return 'No contract marks a field as personal that any of these templates keeps.';
  return stores
    .map(({ kind, name, as, days, holds, readers }) =>
      [
        `${kind} ${name}: ${days === null ? 'for ever' : `${days} days`}, ${AS[as]}`,
        ...(as === 'masked' ? [] : holds.map(({ event, fields }) => `  ${event}: ${fields.join(', ')}`)),
        `  read by ${readers.map(readerOf).join('; ') || 'nobody by a policy of these templates'}`,
      ].join('\n'),
    )
    .join('\n');
}

const AS: Readonly<Record<PersonalStore['as'], string>> = {
  whole: 'events as they were said',
  outcomes: 'what jobs said, to be said again (items that jobs write of their own are theirs to end)',
  masked: 'masked',
  errors: 'what the functions log (the wrapper of jobs logs no data)',
};

const readerOf = ({ name, keys }: PersonalStore['readers'][number]): string =>
  keys === null ? name : `${name} (${keys.join(', ')})`;
