import type { Replay } from '#local/events/archive/replays.ts';
import type { Broker } from '#local/events/broker.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { type Actions, seconds } from './action.ts';
import { type PageInput, pageOf } from './page.ts';

interface ReplayInput {
  readonly ReplayName: string;
  readonly Description?: string;
  readonly EventSourceArn: string;
  /** Seconds since 1970. */
  readonly EventStartTime: number;
  readonly EventEndTime: number;
  readonly Destination: { readonly Arn: string; readonly FilterArns?: readonly string[] };
}

export const REPLAY_ACTIONS: Actions = {
  StartReplay: (input: ReplayInput, broker) => {
    checkDestination(input.Destination, broker);
    const { arn, state, startedAt } = broker.replays.start({
      name: input.ReplayName,
      ...(input.Description !== undefined && { description: input.Description }),
      archive: nameIn(input.EventSourceArn),
      from: input.EventStartTime * 1000,
      to: input.EventEndTime * 1000,
      destination: input.Destination,
    });
    return { ReplayArn: arn, State: state, ReplayStartTime: seconds(startedAt) };
  },
  DescribeReplay: ({ ReplayName }: ReplayInput, { replays }) => {
    const replay = replays.get(ReplayName);
    return {
      ...summary(replay),
      ReplayArn: replay.arn,
      Description: replay.description,
      Destination: replay.destination,
    };
  },
  ListReplays: (input: PageInput & { NamePrefix?: string; EventSourceArn?: string; State?: string }, { replays }) => {
    const { NamePrefix = '', EventSourceArn, State } = input;
    const wanted = replays
      .all()
      .filter(
        ({ name, archiveArn, state }) =>
          name.startsWith(NamePrefix) &&
          (EventSourceArn === undefined || archiveArn === EventSourceArn) &&
          (State === undefined || state === State),
      );
    const { page, ...more } = pageOf(wanted, ({ name }) => name, input);
    return { Replays: page.map(summary), ...more };
  },
  CancelReplay: ({ ReplayName }: ReplayInput, { replays }) => {
    const { arn, state } = replays.cancel(ReplayName);
    return { ReplayArn: arn, State: state };
  },
};

/** The bus must be there, and each rule that the replay is for. */
function checkDestination({ Arn, FilterArns = [] }: ReplayInput['Destination'], { buses }: Broker): void {
  const bus = buses.get(Arn);
  const known = new Set([...bus.rules.values()].map(({ arn }) => arn));
  const unknown = FilterArns.find((arn) => !known.has(arn));
  if (unknown !== undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${nameIn(unknown)} does not exist on EventBus ${bus.name}.`);
}

const summary = (replay: Replay) => ({
  ReplayName: replay.name,
  EventSourceArn: replay.archiveArn,
  State: replay.state,
  EventStartTime: seconds(replay.from),
  EventEndTime: seconds(replay.to),
  EventLastReplayedTime: replay.lastReplayed && seconds(replay.lastReplayed),
  ReplayStartTime: seconds(replay.startedAt),
  ReplayEndTime: replay.endedAt && seconds(replay.endedAt),
});

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
