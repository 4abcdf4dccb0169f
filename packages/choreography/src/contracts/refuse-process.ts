import type * as z from 'zod';
import type { Process, Step } from './define-process.ts';
import { parseDuration } from './duration.ts';
import { isKind } from './schema/schema-kind.ts';
import { schemasAlong, unwrapped } from './schema/schema-path.ts';

type Declared = Omit<Process, 'completed' | 'overdue'>;

/** Throws a sentence that says which process, step and event cannot be followed, and why. */
export function refuseProcess(process: Declared): void {
  const { name, starts, steps, ends, party } = process;
  if (!/^[a-z][a-z0-9-]*$/i.test(name))
    throw new Error(`Process "${name}": its name may have letters, digits and hyphens, and begins with a letter.`);
  refuseKeys(process);
  if (party) refusePath(`Process ${name}`, starts.data, party.path, `${starts.type} does not carry ${party.path}`);
  const known = new Map([[starts.type, 'the start']]);
  const addUse = (type: string, what: string, where: string) => {
    const other = known.get(type);
    if (other) throw new Error(`Process ${name}, ${where}: ${type} already belongs to ${other}.`);
    known.set(type, what);
  };
  for (const [step, { done, failed = [] }] of Object.entries<Step>(steps))
    for (const { type } of [...done, ...failed]) addUse(type, `step ${step}`, `step ${step}`);
  for (const { type } of ends) addUse(type, 'an early end', 'ends');
  for (const step of Object.keys(steps)) refuseStep(process, step);
}

/** Each event carries the key, where it is said to; the key is no personal data, since it is shown everywhere. */
function refuseKeys({ name, starts, steps, ends, key, keys }: Declared): void {
  const places = [
    { where: `Process ${name}`, events: [starts] },
    ...Object.entries<Step>(steps).map(([step, { done, failed = [] }]) => ({
      where: `Process ${name}, step ${step}`,
      events: [...done, ...failed],
    })),
    { where: `Process ${name}, ends`, events: ends },
  ];
  for (const { where, events } of places)
    for (const { type, data } of events)
      refusePath(where, data, keys[type] ?? key, `${type} does not carry ${keys[type] ?? key}`);
  const types = new Set(places.flatMap(({ events }) => events.map(({ type }) => type)));
  for (const type of Object.keys(keys))
    if (!types.has(type)) throw new Error(`Process ${name}, keys: "${type}" is the type of no event of it.`);
}

function refusePath(where: string, data: z.ZodType, path: string, otherwise: string): void {
  const along = schemasAlong(data, path);
  const end = unwrapped(along?.at(-1));
  if (!along || isKind(end, 'object') || isKind(end, 'array')) throw new Error(`${where}: ${otherwise}.`);
  if (along.some((schema) => schema.meta()?.['x-personal']))
    throw new Error(`${where}: ${path} is personal data, which the monitor does not show.`);
}

function refuseStep({ name, starts, steps, calendar }: Declared, step: string): void {
  const where = `Process ${name}, step ${step}`;
  const declared = steps[step] as Step;
  const { when, after, within, times, forEach, optional, oneOf } = declared;
  for (const other of [when?.step, after])
    if (other !== undefined && !Object.hasOwn(steps, other))
      throw new Error(`${where} waits for "${other}", which is no step of it.`);
  if (waitsForItself(step, steps)) throw new Error(`${where} waits for itself.`);
  if (when?.is === 'failed' && !steps[when.step]?.failed?.length)
    throw new Error(`${where} waits until ${when.step} has failed, but no event says so.`);
  if (after !== undefined && mayNotHappen(steps, after, declared))
    throw new Error(
      `${where} counts from ${after}, which may not happen: count from another step, or make it due (when) as that one is.`,
    );
  if (within === undefined && !optional)
    throw new Error(`${where} needs the time within which it is due (within), or to be optional.`);
  const duration = within === undefined ? undefined : parseDuration(within);
  if (within !== undefined && !duration)
    throw new Error(`${where}: "${within}" is no time span: give one such as 30 minutes or 4 business hours.`);
  if (duration?.isBusiness && !(declared.calendar ?? calendar))
    throw new Error(`${where}: "${within}" needs a calendar of the step or of the process (defineCalendar).`);
  if (times !== undefined && (!Number.isInteger(times) || times < 1 || times > MAX_REPEATS))
    throw new Error(`${where}: times must be a whole number from 1 to ${MAX_REPEATS}.`);
  if (times !== undefined && forEach !== undefined)
    throw new Error(`${where} repeats so many times, or for each of something: not both.`);
  const each = forEach === undefined ? undefined : unwrapped(schemasAlong(starts.data, forEach)?.at(-1));
  if (forEach !== undefined && !isKind(each, 'array'))
    throw new Error(`${where}: ${starts.type} has no array at ${forEach}.`);
  if (oneOf !== undefined && optional) throw new Error(`${where} is one of ${oneOf}, or optional: not both.`);
}

/** How often a step may repeat: its sightings are kept in one item. */
export const MAX_REPEATS = 1000;

/** Whether a step may not happen though the one that counts from it does. */
function mayNotHappen(steps: Readonly<Record<string, Step>>, after: string, counting: Step): boolean {
  const { optional, oneOf, when } = steps[after] as Step;
  if (counting.when?.step === after) return false;
  return (
    optional === true ||
    oneOf !== undefined ||
    (when !== undefined && (when.step !== counting.when?.step || when.is !== counting.when.is))
  );
}

function waitsForItself(name: string, steps: Readonly<Record<string, Step>>): boolean {
  const before = new Set<string>();
  const follow = (step: string): void => {
    for (const other of [steps[step]?.when?.step, steps[step]?.after])
      if (other !== undefined && !before.has(other)) {
        before.add(other);
        follow(other);
      }
  };
  follow(name);
  return before.has(name);
}
