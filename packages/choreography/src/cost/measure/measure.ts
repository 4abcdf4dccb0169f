import type { Operation } from '#local/runtime/metering/operation.ts';
import type { Notice } from '#local/runtime/notice.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '#local/start-runtime.ts';
import { InputError } from '#template/input-error.ts';
import { doubtsIn } from './doubts-in.ts';
import { Outside } from './outside.ts';
import { entriesOf, keysOf, type ProcessPath, variedValues } from './process-path.ts';
import { RECEIVE_EVERY_MS } from './receive-every.ts';

/** What the instances of one path did together. */
export interface MeasuredPath {
  readonly path: ProcessPath;
  readonly instances: number;
  /** The key of each instance; none if they are all alike. */
  readonly keys: readonly string[];
  /** The texts by which they differ beside that, with their paths. */
  readonly varied: ReadonlyMap<string, string>;
  /** What the services did, by instance; of what is gathered into batches, the last has it. */
  readonly operations: readonly (readonly Operation[])[];
}

export interface Measurement {
  readonly paths: readonly MeasuredPath[];
  /** What happens in an hour in which nobody asks for anything. */
  readonly idleHour: readonly Operation[];
  /** How many instances came in a second, if they came together. */
  readonly together?: number;
  /** Whether invocations last as long as they would on AWS, by a table of latencies; else as long as they did on this machine. */
  readonly lastsAsOnAws?: boolean;
  /** What was not counted, or was counted of something that went wrong: sentences. */
  readonly doubts: readonly string[];
}

export interface MeasureOptions
  extends Pick<RuntimeOptions, 'parameters' | 'reading'>,
    Omit<Partial<RuntimeOptions>, 'cdkOut' | 'port' | 'parameters' | 'reading'> {
  /** The folder of a CDK assembly or of other templates. */
  readonly cdkOut: string;
  readonly paths: readonly ProcessPath[];
  /** How many instances of each path are counted: so many keys are told apart from those that are shared. */
  readonly instances: number;
  /** How many begin in a second, as if there were no end of them. @default one after the other */
  readonly perSecond?: number | undefined;
  /** How many pollers receive from each queue that feeds a function. @default as many as Lambda begins with */
  readonly pollers?: number | undefined;
  /** The bus that entries are put on, in place of the one that they name. */
  readonly bus?: string | undefined;
}

/** Instances that load the code and let it be optimized, before others are counted. */
const WARM_UP = 3;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A message may be delayed for so long (SQS API reference: SendMessage). */
const MAX_DELAY_MS = 15 * MINUTE_MS;
/** Between two instances that come one after the other, so that what is named by a time differs. */
const STEP_MS = 10;
/**
 * Lambda begins with so many pollers of a standard queue, each with batches of its own, and comes back to them (developer guide: "Configuring
 * scaling behavior for SQS event source mappings"). Events of an instance come into several batches so.
 */
const POLLERS = 5;

/**
 * Runs the instances of each path on the local runtime, one after the other while the clock is held, and collects what the
 * services did. Throws an InputError when the templates cannot be run, or what is put starts nothing.
 */
export async function measure(given: MeasureOptions): Promise<Measurement> {
  const { cdkOut, paths, instances, bus, perSecond = 0, pollers = POLLERS, ...options } = given;
  // At lower rates no two events of different instances come between two requests.
  const isTogether = perSecond >= 1000 / RECEIVE_EVERY_MS;
  const stepMs = isTogether ? 1000 / perSecond : STEP_MS;
  const notices: Notice[] = [];
  let operations: Operation[] = [];
  const runtime = await startRuntime({
    leaveOut: { names: [], unsupported: true },
    ...options,
    cdkOut,
    port: 0,
    onNotice: (notice) => notices.push(notice),
    onOperation: (operation) => operations.push(operation),
    ...{ pollers, ...(isTogether && { receiveEveryMs: RECEIVE_EVERY_MS }) },
  });
  /** What the services did since the last time. */
  const taken = () => {
    const done = operations;
    operations = [];
    return done;
  };
  try {
    runtime.clock.hold();
    await runtime.clock.moveBy(HOUR_MS);
    await runtime.idle();
    const idleHour = taken();
    const outside = new Outside(runtime, bus);
    await outside.stopSchedules();
    const measured: MeasuredPath[] = [];
    for (const path of paths) {
      await outside.put(path.given);
      const run = (from: number, count: number) =>
        runInstances(runtime, outside, path, { from, count, stepMs, variety: instances }, taken);
      const counted = path.key === undefined ? 1 : instances;
      // Each value that varies came before, as most do.
      const warmUp = path.varies?.length ? Math.max(WARM_UP, counted) : WARM_UP;
      if (path.key !== undefined) await run(0, warmUp);
      taken();
      const counts = withUsualDurations(await run(warmUp, counted));
      refuseSilence(path, counts);
      const [keys, varied] = [keysOf(path, warmUp, counted), variedValues(path, counted)];
      measured.push({ path, instances: counted, keys, varied, operations: counts });
    }
    const alike = paths.filter(({ key }) => key === undefined).map(({ name }) => onlyOne(name));
    const doubts = [...doubtsIn(notices), ...alike];
    return { ...(isTogether && { together: perSecond }), paths: measured, idleHour, doubts };
  } finally {
    await runtime.stop();
  }
}

interface Run {
  /** The first instance, and how many. */
  readonly from: number;
  readonly count: number;
  /** Milliseconds from one to the next. */
  readonly stepMs: number;
  /** How many values there are of a text that varies. */
  readonly variety: number;
}

/** Runs some instances; gives what the services did, by instance. */
async function runInstances(
  runtime: Runtime,
  outside: Outside,
  path: ProcessPath,
  { from, count, stepMs, variety }: Run,
  taken: () => Operation[],
): Promise<Operation[][]> {
  const operations: Operation[][] = [];
  for (let instance = from; instance < from + count; instance++) {
    const entries = entriesOf(path, instance, variety);
    if (path.function === undefined) await outside.put(entries);
    else await outside.ask(path.function, entries);
    // The clock knows whole milliseconds.
    const begun = instance - from;
    await runtime.clock.moveBy(Math.floor((begun + 1) * stepMs) - Math.floor(begun * stepMs));
    operations.push(taken());
  }
  // What is gathered into a batch, or waits to be received, waits for the clock, and so does what was sent to a queue to come later.
  await runtime.clock.moveBy(outside.longestWindowMs + 100 * RECEIVE_EVERY_MS);
  await runtime.idle();
  operations.at(-1)?.push(...taken());
  for (let waited = 0; waited < MAX_DELAY_MS; waited += MINUTE_MS) {
    const isSomethingDelayed = await outside.isSomethingDelayed();
    // To ask is nothing that an instance does.
    taken();
    if (!isSomethingDelayed) break;
    await runtime.clock.moveBy(MINUTE_MS);
    await runtime.idle();
    operations.at(-1)?.push(...taken());
  }
  return operations;
}

/**
 * Gives each invocation the duration that a quarter of those of its function stay below: what else the machine has to do makes
 * invocations slower, never faster.
 */
function withUsualDurations(operations: readonly (readonly Operation[])[]): Operation[][] {
  const durations = new Map<string, number[]>();
  for (const one of operations.flat())
    if (one.kind === 'invocation' && one.milliseconds !== undefined)
      durations.set(one.function, [...(durations.get(one.function) ?? []), one.milliseconds]);
  return operations.map((each) =>
    each.map((one) =>
      one.kind === 'invocation' ? { ...one, milliseconds: lowerQuartile(durations.get(one.function) ?? []) } : one,
    ),
  );
}

function lowerQuartile(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 4)];
}

/** Throws an InputError if nobody heard what was put. */
function refuseSilence({ name }: ProcessPath, operations: readonly (readonly Operation[])[]): void {
  if (operations.flat().some(({ kind }) => kind === 'delivery' || kind === 'invocation')) return;
  throw new InputError(
    `What "${name}" puts starts nothing: no rule of these templates hears it. Look at its bus, source and detail-type.`,
  );
}

const onlyOne = (path: string): string =>
  `Of "${path}" one instance was run, since nothing tells instances apart (--key): its functions had just loaded, and which keys it shares with others is a guess.`;
