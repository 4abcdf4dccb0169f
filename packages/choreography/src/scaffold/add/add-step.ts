import { camelCase, words } from '#scaffold/names.ts';
import { specifier } from '#scaffold/project/draft.ts';
import { stepsOf } from '#scaffold/project/places.ts';
import { type Plan, processNamed } from '#scaffold/project/plan.ts';
import type { EventFacts } from '#scaffold/project/read-project.ts';
import { addToList } from '#scaffold/syntax/list.ts';
import { InputError } from '#template/input-error.ts';

export interface NewStep {
  readonly process: string;
  readonly step: string;
  readonly done: readonly EventFacts[];
  readonly failed: readonly EventFacts[];
  /** Such as `10 minutes`. */
  readonly within: string;
  /** It is due only once this step ended so. */
  readonly after: { readonly step: string; readonly is: 'done' | 'failed' } | undefined;
}

/** Adds a step to a process: the events that end it, and until when. */
export function addStep(plan: Plan, { process: name, step, done, failed, within, after }: NewStep): void {
  const process = processNamed(plan, name);
  const key = camelCase(words('step', step));
  if (process.steps.includes(key))
    throw new InputError(`The process "${name}" has a step "${key}" already. Nothing was written.`);
  if (after && !process.steps.includes(after.step)) {
    throw new InputError(
      `The process "${name}" has no step "${after.step}" to wait for: it has ${process.steps.map((each) => `"${each}"`).join(', ')}.`,
    );
  }
  duration(within);
  for (const event of [...done, ...failed]) {
    if (process.events.includes(event.type)) {
      throw new InputError(
        `The event "${event.type}" already belongs to another step of "${name}". Nothing was written.`,
      );
    }
    if (!carries(event, process.key)) {
      throw new InputError(
        `The event "${event.type}" does not carry "${process.key}", the key of the process "${name}". Nothing was written.`,
      );
    }
  }
  plan.draft.edit(
    process.file,
    (module) => addToList(module, stepsOf(module, name), `${key}: ${stepText(done, failed, within, after)}`),
    [...done, ...failed].map((event) => ({ name: event.constant, from: specifier(process.file, event.file) })),
  );
  const index = plan.processes.indexOf(process);
  plan.processes[index] = {
    ...process,
    steps: [...process.steps, key],
    events: [...process.events, ...[...done, ...failed].map(({ type }) => type)],
  };
}

/** `{ done: [CaseSolved], within: '1 hour' }`. */
function stepText(
  done: readonly EventFacts[],
  failed: readonly EventFacts[],
  within: string,
  after?: NewStep['after'],
): string {
  const list = (events: readonly EventFacts[]) => `[${events.map(({ constant }) => constant).join(', ')}]`;
  return [
    `{ done: ${list(done)}`,
    ...(failed.length > 0 ? [`failed: ${list(failed)}`] : []),
    `within: '${within}'`,
    ...(after ? [`when: { step: '${after.step}', is: '${after.is}' }`] : []),
  ]
    .join(', ')
    .concat(' }');
}

function duration(text: string): string {
  if (/^[1-9]\d* (second|minute|hour|day)s?$/.test(text)) return text;
  throw new InputError(`"${text}" is no time span: give one such as "10 minutes", "1 hour" or "2 days".`);
}

/** Whether an event's data has a field at a path. */
function carries({ schema }: EventFacts, path: string): boolean {
  let at: unknown = schema;
  for (const field of path.split('.'))
    at = (at as { properties?: Record<string, unknown> } | undefined)?.properties?.[field];
  return at !== undefined;
}
