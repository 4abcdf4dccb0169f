import type { Scheduler } from '#local/events/scheduler/scheduler.ts';
import type { AccountRegion } from '#local/runtime/account.ts';

/** A call of EventBridge Scheduler's API, its parameters checked by their shape. */
export interface Call {
  /** What is in the path: the name of a schedule or group, or an ARN. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly input: Readonly<Record<string, unknown>>;
  /** Where the call is made. */
  readonly at: AccountRegion;
  readonly scheduler: Scheduler;
  /** Throws Scheduler's answer to a role that it may not take on for a schedule of a group. */
  mustAssume(roleArn: string, groupArn: string): void;
}

/** By method and path, with `*` for what is named. */
export type Actions = Readonly<Record<string, (call: Call) => object>>;

/** A time as the protocol has it: seconds since 1970. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;
