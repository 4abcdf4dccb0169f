import { disallowFindings } from '#scaffold/add/allow-findings.ts';
import type { Plan } from '#scaffold/project/plan.ts';
import { eventNamed } from '#scaffold/project/plan.ts';
import type { EventFacts } from '#scaffold/project/read-project.ts';
import { importersOf } from '#scaffold/project/uses.ts';
import { bodyOf } from '#scaffold/syntax/imports.ts';
import { InputError } from '#template/input-error.ts';
import { removeStatement } from './remove-lines.ts';

/** Removes an event that nothing imports any more, with its line in the glossary. Throws an InputError that names what does. */
export function removeEvent(plan: Plan, type: string): string[] {
  const event = eventNamed(plan, type);
  const users = importersOf(plan.draft, event.file);
  if (users.length > 0) {
    throw new InputError(
      `The event "${type}" is used by ${users.map((path) => `"${path}"`).join(', ')}: take it out there first. Nothing was written.`,
    );
  }
  takeAway(plan, event);
  return [`Archived events "${type}" then reach no job of this project when replayed.`];
}

/** Removes the events of a list that nothing imports any more. */
export function removeUnused(plan: Plan, events: readonly EventFacts[]): void {
  for (const event of events) if (importersOf(plan.draft, event.file).length === 0) takeAway(plan, event);
}

function takeAway(plan: Plan, event: EventFacts): void {
  const { draft } = plan;
  draft.put(event.file, undefined);
  if (draft.text('events/glossary.ts') !== undefined) {
    draft.edit('events/glossary.ts', (module) => {
      const line = bodyOf(module).find(
        (node) => node.type === 'ExportNamedDeclaration' && node.source?.value === event.file.replace('events/', './'),
      );
      return line && removeStatement(module, line);
    });
  }
  plan.events.splice(plan.events.indexOf(event), 1);
  disallowFindings(draft, (finding) => finding.endsWith(` ${event.type}`));
}
