import { limitsOf } from '#cost/cost-of.ts';
import type { Limit } from '#cost/limits/limit.ts';
import { commonValues, mentionsKeyOf, type ProcessPath } from '#cost/measure/process-path.ts';
import { templateFacts } from '#cost/template-facts.ts';
import type { LeaveOut } from '#local/resources/left-out.ts';
import { type Fault, Faults } from '#simulation/faults/faults.ts';
import { redrive } from '#simulation/faults/interventions.ts';
import { Cause } from '#simulation/world/cause.ts';
import { drawOf } from '#simulation/world/draw-of.ts';
import { putLater } from '#simulation/world/put-later.ts';
import { BEGINNING, World } from '#simulation/world/world.ts';
import type { Stack } from '#template/template.ts';
import { AccountLimits, type LimitedUse } from './account-limits.ts';
import { Backlog, type BacklogReport } from './backlog.ts';
import { eventIn, isOfClock } from './event-in.ts';
import { instanceOf, isOfInstance } from './instance-of.ts';
import { latencyOnAws } from './latencies.ts';
import { Load, type LoadPhase } from './load.ts';
import { LOAD_BEGINS, loadStimuli } from './load-stimuli.ts';
import { measureCalm } from './measure-calm.ts';

/** A load, and the account that it is simulated in. */
export interface LoadOptions {
  readonly stacks: readonly Stack[];
  readonly paths: readonly ProcessPath[];
  /** The bus that the paths' events are put on. */
  readonly bus: string;
  readonly seed: number;
  /** The rate that the load reaches, in instances a second. */
  readonly perSecond: number;
  /** How many instances are simulated. */
  readonly sampled: number;
  readonly minutes: number;
  /** A service that is unavailable for an hour, from a tenth of the minutes on. */
  readonly outage?: string | undefined;
  readonly region: string;
  readonly emailsPerSecond: number | undefined;
  readonly faults: readonly Fault[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly leaveOut?: LeaveOut | undefined;
  readonly sourceMaps?: string | undefined;
}

/** A limit that refused requests. */
export interface Saturation extends LimitedUse {
  /** The rate at which its saturation began, in instances a second; undefined if it was not saturated. */
  readonly perSecond: number | undefined;
}

/** What happened under a load. */
export interface LoadResult {
  readonly phases: readonly LoadPhase[];
  /** How many instances a sampled one represents at the end of the load. */
  readonly weight: number;
  /** The limits that refused requests, the first to be saturated first. */
  readonly full: readonly Saturation[];
  /** The limits that `cost` computes from some instances that have the system to themselves. */
  readonly computed: readonly Limit[];
  readonly backlog: BacklogReport;
  /** How many events were in dead-letter queues when the load was over, and the outcome of redriving all of them at once. */
  readonly setAside: { readonly events: number; readonly doneAfterSeconds: number; readonly left: number };
  readonly digest: string;
}

/** A world has so long to come to rest, in milliseconds: events are retried for six hours. */
const MAX_REST_MS = 12 * 3_600_000;
/** So many sampled instances come together. */
const TOGETHER = 8;
/** A load begins with this part of its rate and rises, to show the rate at which a limit is saturated. */
const RAMP_FROM = 1 / 10;

/** Simulates a load under the quotas of an account, by a sample of its instances. Throws an InputError if a path's call is not possible. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { seed, stacks, parameters, region, emailsPerSecond, outage } = options;
  const facts = templateFacts(stacks, parameters);
  const computed = limitsOf(await measureCalm(options), facts, region, emailsPerSecond);
  const phases = phasesOf(options);
  const load = new Load(phases, options.sampled, TOGETHER);
  const faults = new Faults(new Set(options.faults));
  if (outage !== undefined) faults.putOut(outage, BEGINNING + LOAD_BEGINS + load.span / 10);
  const world = new World(seed, faults, stacks, options.sourceMaps, options);
  const limits = new AccountLimits(
    {
      ...{ region, facts, emailsPerSecond },
      common: new Map(options.paths.flatMap((path) => [...commonValues(path)])),
      isOwn: mentionsKeyOf(options.paths),
      batchSize: (name, queue) =>
        world.services.mappings
          .all()
          .find(({ settings }) => settings.functionName === name && settings.sourceArn.split(':').at(-1) === queue)
          ?.settings.batchSize ?? 1,
      burstSeconds: Math.max(1, load.interval / 1000),
    },
    {
      now: () => world.clock.now(),
      weight: () => (isOfInstance(world.cause()) ? load.weightAt(timeOf(world.clock.now())) : 1),
      instance: () => instanceOf(world.cause()),
      call: () => world.cause(),
      invocation: () => world.cause().label.replace(/>[^>]*$/, ''),
    },
  );
  world.limits = limits;
  world.latency = latencyOnAws;
  world.isEven = true;
  world.onOperation = (operation) => limits.count(operation);
  await world.start();
  try {
    const backlog = await underLoad(world, load, options);
    const setAside = await giveBack(world, load, seed);
    const weight = load.weightAt(load.span);
    return {
      ...{ phases, weight, computed, backlog, setAside },
      full: limits.uses().map((use) => ({
        ...use,
        perSecond: use.saturatedAt === undefined ? undefined : load.rateAt(timeOf(use.saturatedAt)),
      })),
      digest: world.digest(),
    };
  } finally {
    await world.stop();
  }
}

/** Converts milliseconds since 1970 to milliseconds after the load begins. */
const timeOf = (time: number): number => time - BEGINNING - LOAD_BEGINS;

/** The load rises to its rate and then stays there; with an outage its rate is constant, to show how the backlog is worked off. */
function phasesOf({ perSecond, minutes, outage }: LoadOptions): LoadPhase[] {
  if (outage !== undefined) return [{ minutes, from: perSecond, to: perSecond }];
  return [
    { minutes: minutes / 2, from: perSecond * RAMP_FROM, to: perSecond },
    { minutes: minutes / 2, from: perSecond, to: perSecond },
  ];
}

/** Runs the load, and then the world until it is at rest. */
async function underLoad(world: World, load: Load, { paths, bus, seed }: LoadOptions): Promise<BacklogReport> {
  const wrong = putLater(world, bus, loadStimuli(paths, load, drawOf(seed)).stimuli);
  const isWrong = () => {
    if (wrong.error) throw wrong.error;
    return false;
  };
  const backlog = new Backlog(world, (time) => load.weightAt(timeOf(time)));
  const end = BEGINNING + LOAD_BEGINS + load.span;
  await world.run(end, isWrong);
  world.faults.quiet = true;
  backlog.loadEnds();
  await world.run(end + MAX_REST_MS, () => isWrong() || world.isIdle);
  backlog.stop();
  return backlog.report();
}

/** Redrives all dead letters, and runs the world until it is at rest. */
async function giveBack(world: World, load: Load, seed: number): Promise<LoadResult['setAside']> {
  const weight = load.weightAt(load.span);
  const events = setAsideIn(world, weight);
  const since = world.clock.now();
  if (events > 0) await redrive(world, new Cause(seed, 'redrive at last'));
  await world.run(since + MAX_REST_MS, () => world.isIdle);
  return { events, doneAfterSeconds: Math.round((world.clock.now() - since) / 1000), left: setAsideIn(world, weight) };
}

/** How many messages are in queues that feed no function: the dead-letter queues. @param weight what one of an instance counts for */
function setAsideIn({ services: { sqs, mappings } }: World, weight: number): number {
  const fed = new Set(mappings.all().map(({ settings }) => settings.sourceArn));
  return sqs.store
    .all()
    .filter(({ arn }) => !fed.has(arn))
    .flatMap((queue) => queue.waiting())
    .reduce((sum, message) => sum + (isOfClock(eventIn(message)) ? 1 : weight), 0);
}
