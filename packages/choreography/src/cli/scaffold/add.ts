import { addEvent, existingOrNew } from '#scaffold/add/add-event.ts';
import { addJob } from '#scaffold/add/add-job.ts';
import { addParticipant } from '#scaffold/add/add-participant.ts';
import { addProcess } from '#scaffold/add/add-process.ts';
import { addRoute } from '#scaffold/add/add-route.ts';
import { addStep } from '#scaffold/add/add-step.ts';
import { plural } from '#scaffold/names.ts';
import { eventNamed, type Plan, participantNamed, splitJob, splitStep } from '#scaffold/project/plan.ts';
import type { EventFacts } from '#scaffold/project/read-project.ts';
import { InputError } from '#template/input-error.ts';
import { changing } from './changing.ts';
import type { ProposeOptions } from './propose.ts';

/** What is added breaks nothing. */
const adding = (options: ProposeOptions, change: (plan: Plan) => void): Promise<void> =>
  changing(options, (plan) => {
    change(plan);
    return [];
  });

export interface AddEventOptions extends ProposeOptions {
  readonly saidBy?: string;
  readonly from?: string;
  readonly like?: string;
}

/** `add event TYPE --said-by PARTICIPANT`, or `--from SOURCE` for one that is said from outside. */
export const event = (type: string, { saidBy: speaker, from, like, ...options }: AddEventOptions): Promise<void> =>
  adding(options, (plan) => {
    const source = speaker === undefined ? from : participantNamed(plan, speaker).source;
    if (source === undefined)
      throw new InputError(
        `Who says "${type}"? Give --said-by PARTICIPANT, or --from SOURCE if it comes from outside.`,
      );
    addEvent(plan, { type, source, like: likeOf(plan, like) });
  });

export const participant = (name: string, options: ProposeOptions): Promise<void> =>
  adding(options, (plan) => void addParticipant(plan, name));

export interface AddJobOptions extends ProposeOptions {
  readonly on?: readonly string[];
  readonly says?: readonly string[];
  readonly http?: boolean;
  readonly oncePer?: string;
}

/** `add job PARTICIPANT/JOB --on EVENT --says EVENT`. Events that are not there are added, said by the participant. */
export const job = (name: string, { on = [], says = [], http, oncePer, ...options }: AddJobOptions): Promise<void> =>
  adding(options, (plan) => {
    if (http && on.length > 0)
      throw new InputError('A job answers requests by --http or hears events by --on: take one.');
    if (!http && on.length === 0)
      throw new InputError(`What brings "${name}"? Give --on EVENT, or --http for requests.`);
    const heard = on.map((type) => eventNamed(plan, type));
    const said = saidBy(plan, name, says, heard[0]);
    addJob(plan, { name, on: heard, says: said, ...(oncePer === undefined ? {} : { oncePer }) });
  });

/** `add route PARTICIPANT/JOB EVENT`. */
export const route = (name: string, type: string, options: ProposeOptions): Promise<void> =>
  adding(options, (plan) => addRoute(plan, name, eventNamed(plan, type)));

export interface AddStepOptions extends ProposeOptions {
  /** The job that does it, which is added if it is not there, with its participant. */
  readonly job?: string;
  readonly on?: readonly string[];
  readonly done?: readonly string[];
  readonly failed?: readonly string[];
  readonly within?: string;
  readonly after?: string;
  readonly if?: 'done' | 'failed';
}

/** `add step PROCESS/STEP --job PARTICIPANT/JOB --on EVENT --done EVENT`: all that a step needs, in one go. */
export const step = (
  name: string,
  { job: doer, on = [], done = [], failed = [], within = '1 hour', after, if: is = 'done', ...options }: AddStepOptions,
): Promise<void> =>
  adding(options, (plan) => {
    const [process, stepName] = splitStep(name);
    if (done.length === 0) throw new InputError(`What says that "${stepName}" is done? Give --done EVENT.`);
    if (doer !== undefined) ensureJob(plan, doer, on, [...done, ...failed]);
    const events = (types: readonly string[]) => types.map((type) => eventNamed(plan, type));
    addStep(plan, {
      process,
      step: stepName,
      done: events(done),
      failed: events(failed),
      within,
      after: after === undefined ? undefined : { step: after, is },
    });
  });

function ensureJob(plan: Plan, name: string, on: readonly string[], says: readonly string[]): void {
  const [owner, ownName] = splitJob(name);
  const known = plan.participants.find((each) => each.name === owner);
  if (known?.jobs[ownName])
    throw new InputError(`The job "${name}" exists: leave --job out, and give only the events. Nothing was written.`);
  if (on.length === 0) throw new InputError(`What brings "${name}"? Give --on EVENT.`);
  const heard = on.map((type) => eventNamed(plan, type));
  if (!known) addParticipant(plan, owner);
  addJob(plan, { name, on: heard, says: saidBy(plan, name, says, heard[0]) });
}

export interface AddProcessOptions extends ProposeOptions {
  readonly starts: string;
  readonly step: string;
  readonly done: readonly string[];
  readonly failed?: readonly string[];
  readonly within?: string;
  readonly instance?: string;
  readonly instances?: string;
}

/** `add process NAME --starts EVENT --step STEP --done EVENT`. */
export const process_ = (
  name: string,
  { starts, step: first, done, failed = [], within = '1 hour', instance, instances, ...options }: AddProcessOptions,
): Promise<void> =>
  adding(options, (plan) => {
    const one = instance ?? name.replaceAll('-', ' ');
    const missing = [...done, ...failed].find((type) => !plan.events.some((known) => known.type === type));
    if (missing !== undefined)
      throw new InputError(
        `There is no event "${missing}" yet: add it first, by "choreography add event ${missing} --said-by PARTICIPANT" or with the job that says it. Nothing was written.`,
      );
    const events = (types: readonly string[]) => types.map((type) => eventNamed(plan, type));
    addProcess(plan, {
      name,
      starts: eventNamed(plan, starts),
      step: first,
      within,
      instance: { one, many: instances ?? plural(one) },
      done: events(done),
      failed: events(failed),
    });
  });

/** The events that a job says: those that are not there are added with the key of what it hears. */
function saidBy(plan: Plan, name: string, types: readonly string[], heard: EventFacts | undefined): EventFacts[] {
  const { source } = participantNamed(plan, splitJob(name)[0]);
  return types.map((type) => existingOrNew(plan, type, source, heard ?? likeOf(plan, undefined)));
}

/** The event whose key a new one carries: the one that is named, or the start of the first process. */
function likeOf(plan: Plan, type: string | undefined): EventFacts {
  const start = type ?? plan.processes[0]?.starts ?? plan.events[0]?.type;
  if (start === undefined)
    throw new InputError('There is no event yet whose key a new one could carry: write the first by hand.');
  return eventNamed(plan, start);
}
