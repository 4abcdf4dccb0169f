import { randomUUID } from 'node:crypto';
import { DescribeReplayCommand, EventBridgeClient, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import { InputError } from '#template/input-error.ts';
import { findArchive } from './find-archive.ts';
import { rulesOfJob } from './rules-of-job.ts';

export interface ReplayOptions extends TargetOptions {
  readonly from: Date;
  readonly to: Date;
  readonly toJob?: string;
  readonly archive?: string;
  /** Templates from which jobs' names are read. */
  readonly dir?: string;
}

/** How often the replay's state is asked for, in milliseconds. */
const PAUSE = 500;

/**
 * `choreography replay`: puts archived events on their bus again, for all rules or for those of one job alone, by
 * EventBridge's own StartReplay, and shows how far it is. Throws an InputError when it cannot be started, or failed.
 */
export async function replay({ from, to, toJob, archive, dir, ...where }: ReplayOptions): Promise<void> {
  if (from >= to) throw new InputError('--from must be before --to.');
  const { access, settings } = await resolveTarget(where);
  const pattern = settings.deadLetters?.function;
  const events = new EventBridgeClient({ ...CLIENT_CONFIG, ...access });
  try {
    const source = await findArchive(events, archive);
    const FilterArns =
      toJob === undefined
        ? undefined
        : await rulesOfJob(events, source.bus, toJob, { pattern, graph: templatesHere(dir), access });
    const ReplayName = `replay-${randomUUID()}`;
    await events.send(
      new StartReplayCommand({
        ReplayName,
        EventSourceArn: source.arn,
        EventStartTime: from,
        EventEndTime: to,
        Destination: { Arn: source.bus, ...(FilterArns && { FilterArns }) },
      }),
    );
    console.log(`${ReplayName} brings the events of ${source.name} again${toJob ? `, to ${toJob} alone` : ''}.`);
    await follow(events, ReplayName);
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const { endpoint } = access;
    throw new InputError(
      whyUnreachable(error, endpoint) ?? `${endpoint ?? 'AWS'} answered with ${error.name}: ${error.message}`,
    );
  } finally {
    events.destroy();
  }
}

/** Prints each change of a replay until it ends. */
async function follow(events: EventBridgeClient, ReplayName: string): Promise<void> {
  let told = '';
  for (;;) {
    const { State, StateReason, EventLastReplayedTime } = await events.send(new DescribeReplayCommand({ ReplayName }));
    const until = EventLastReplayedTime ? `, events up to ${EventLastReplayedTime.toISOString()}` : '';
    const now = `  ${String(State).toLowerCase()}${until}`;
    if (now !== told) console.log(now);
    told = now;
    if (State === 'COMPLETED') return;
    if (State === 'CANCELLED' || State === 'FAILED')
      throw new InputError(`${ReplayName} is ${State.toLowerCase()}${StateReason ? `: ${StateReason}` : ''}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
