import { type Paint, plain } from '#cli/program/paint.ts';
import { maskAddresses } from '#contracts/mask-personal.ts';
import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import type { Difference } from './differences.ts';
import type { Replayed } from './replay-from.ts';

/** What came out otherwise when an instance was run again, or that nothing did. */
export function renderReplayed(
  { words, key, events }: Pick<InstanceView, 'words' | 'key' | 'events'>,
  replayed: Replayed,
  paint: Paint = plain,
): string {
  const { from, state, missing, added, changed, steps, items, failures, left } = replayed;
  const otherwise = [
    ...missing.map((event) => paint('red', `- ${nameOf(event)} is not said any more`)),
    ...added.map((event) => paint('green', `+ ${nameOf(event)} is new`)),
    ...changed.flatMap(({ event, differences }) => [`~ ${nameOf(event)}`, ...differences.map(lineOf)]),
    ...steps.map((step) => `~ step ${step.name}: ${step.was} → ${step.is}`),
    ...(items ?? []).flatMap(({ table, key: of, differences }) => [
      `~ ${table} ${of.join(' ')}`,
      ...differences.map(lineOf),
    ]),
  ];
  const type = events[from - 1]?.type;
  return [
    `${words.one} ${key} again from event ${from} of ${events.length} (${type}), with today's code`,
    state === 'as it was'
      ? 'Before it, tables and queues were as they had been.'
      : 'Before it, tables and queues were empty, and personal data was replaced: what depends on either differs.',
    '',
    ...(otherwise.length > 0
      ? otherwise
      : [paint('green', `The same: events and steps${items ? ', and the items of tables' : ''}.`)]),
    ...left.map((event) => `! ${nameOf(event)} came from outside, and could not be put again`),
    ...[...new Set(failures)].map((failure) => paint('red', `! ${failure}`)),
  ].join('\n');
}

const nameOf = ({ type, participant, job }: RecordedEvent): string =>
  `${type} (${job === null ? participant : `${participant}/${job}`})`;

const lineOf = ({ path, was, is }: Difference): string =>
  `    ${path === '' ? 'all of it' : path}: ${shown(was)} → ${shown(is)}`;

const MAX_VALUE = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = maskAddresses(JSON.stringify(value));
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
