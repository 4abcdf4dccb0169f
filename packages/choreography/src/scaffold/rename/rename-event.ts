import { eventType, kebabCase } from '#scaffold/names.ts';
import { eventNamed, type Plan } from '#scaffold/project/plan.ts';
import { hearersOf } from '#scaffold/project/uses.ts';
import { InputError } from '#template/input-error.ts';
import { renameDeclared, renameInJson, renameStrings, renameTitles } from './rename-declared.ts';

/** Gives an event another type, and its constant and file that name. Returns what breaks, in sentences. */
export function renameEvent(plan: Plan, from: string, to: string): string[] {
  const event = eventNamed(plan, from);
  eventType(to);
  if (plan.events.some(({ type }) => type === to))
    throw new InputError(`The event "${to}" exists. Nothing was written.`);
  const hearers = hearersOf(plan, event);
  renameStrings(plan.draft, from, to);
  const file = `events/${kebabCase(to)}.ts`;
  renameDeclared(plan.draft, event, { constant: event.constant === from ? to : event.constant, file });
  renameGlossary(plan, event.file, file);
  renameInJson(plan.draft, from, to);
  renameTitles(plan.draft, from, to);
  return [
    `Rules outside this project that ask for "${from}" then match nothing.`,
    `Archived events "${from}" then reach no job when replayed${hearers.length > 0 ? `: ${hearers.map((job) => `"${job}"`).join(', ')} would hear "${to}" alone` : ''}.`,
  ];
}

/** A line that exports again is no import. */
function renameGlossary({ draft }: Plan, from: string, to: string): void {
  const text = draft.text('events/glossary.ts');
  if (text === undefined) return;
  draft.put('events/glossary.ts', text.replace(from.replace('events/', './'), to.replace('events/', './')));
}
