import { busNameOf } from '#local/events/buses.ts';
import type { Event } from '#local/events/event.ts';
import { limitExceeded } from '#local/events/limit-exceeded.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { accountRegionIn, arn } from '#local/runtime/account.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { Archive, Archives } from './archives.ts';

export type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** What StartReplay says; times in milliseconds since 1970. */
export interface ReplayProperties {
  readonly name: string;
  readonly description?: string;
  readonly archive: string;
  readonly from: number;
  readonly to: number;
  readonly destination: { readonly Arn: string; readonly FilterArns?: readonly string[] };
}

export interface Replay extends ReplayProperties {
  readonly arn: string;
  readonly archiveArn: string;
  readonly startedAt: number;
  state: ReplayState;
  lastReplayed: number | undefined;
  endedAt: number | undefined;
}

/** How many replays may be under way (user guide: "EventBridge quotas"). */
const MAX_ACTIVE = 10;

/** How long a replay is starting, on the clock: long enough to be cancelled, in milliseconds. */
const STARTING_MS = 5000;

/** Events go out minute by minute, those of one minute in no promised order (user guide: "Replaying archived events"). */
const MINUTE_MS = 60_000;

/** The replays of the account: archived events are put on their bus again, marked with `replay-name`. */
export class Replays {
  readonly #replays = new Map<string, Replay>();

  constructor(
    private readonly archives: Archives,
    private readonly clock: Pick<Clock, 'now' | 'wait' | 'turn'>,
    private readonly inFlight: InFlight,
    /** Gives an event to the rules of a bus, or to those alone whose ARNs are named. */
    private readonly route: (bus: string, event: Event, only?: readonly string[]) => void,
  ) {}

  start(properties: ReplayProperties): Replay {
    const { name, archive: archiveName, from, to, destination } = properties;
    if (this.#replays.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
    if (from >= to)
      throw validationError('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');
    const archive = this.archives.all().find((each) => each.name === archiveName);
    if (!archive)
      throw validationError(`Parameter EventSourceArn is not valid. Reason: Archive ${archiveName} does not exist.`);
    if (destination.Arn !== archive.source)
      throw validationError('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
    if (this.all().filter(({ state }) => state === 'STARTING' || state === 'RUNNING').length >= MAX_ACTIVE)
      throw limitExceeded();
    const replay: Replay = {
      ...properties,
      arn: arn('events', `replay/${name}`, accountRegionIn(archive.arn)),
      archiveArn: archive.arn,
      startedAt: this.clock.now(),
      state: 'STARTING',
      lastReplayed: undefined,
      endedAt: undefined,
    };
    this.#replays.set(name, replay);
    void this.inFlight.track(() => this.#run(replay, archive));
    return replay;
  }

  cancel(name: string): Replay {
    const replay = this.get(name);
    if (replay.state !== 'STARTING' && replay.state !== 'RUNNING')
      throw new AwsError('IllegalStatusException', `Replay ${name} is not in a valid state for this operation.`);
    replay.state = 'CANCELLING';
    return replay;
  }

  get(name: string): Replay {
    const replay = this.#replays.get(name);
    if (!replay) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
    return replay;
  }

  all(): Replay[] {
    return [...this.#replays.values()];
  }

  async #run(replay: Replay, archive: Archive): Promise<void> {
    await this.clock.wait(STARTING_MS);
    if (replay.state === 'STARTING') replay.state = 'RUNNING';
    let minute: number | undefined;
    for (const number of this.archives.between(archive, replay.from, replay.to)) {
      const time = archive.events.timeOf(number);
      if (minute !== undefined && Math.floor(time / MINUTE_MS) !== minute) await this.clock.turn();
      minute = Math.floor(time / MINUTE_MS);
      if (replay.state !== 'RUNNING') break;
      const { destination } = replay;
      this.route(
        busNameOf(destination.Arn),
        marked(archive.events.read(number), replay.name),
        destination.FilterArns?.length ? destination.FilterArns : undefined,
      );
      replay.lastReplayed = time;
    }
    replay.state = replay.state === 'RUNNING' ? 'COMPLETED' : 'CANCELLED';
    replay.endedAt = this.clock.now();
  }
}

/** The event with the replay's name, where EventBridge puts it. */
function marked({ resources, detail, ...head }: Event, replay: string): Event {
  return { ...head, 'replay-name': replay, resources, detail };
}
