import { type AccountRegion, accountRegionIn, arn, isSame } from '#local/runtime/account.ts';
import type { Journal } from '#local/state/journal.ts';
import type { ScheduleRecord } from './schedule.ts';

/** A group of schedules (API reference: GetScheduleGroup), in what JSON can say. */
export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly ofTemplate: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export const DEFAULT_GROUP = 'default';

export const scheduleArn = (group: string, name: string, at?: AccountRegion): string =>
  arn('scheduler', `schedule/${group}/${name}`, at);
export const groupArn = (name: string, at?: AccountRegion): string => arn('scheduler', `schedule-group/${name}`, at);

const SCHEDULES = 'scheduler/schedule/';
const GROUPS = 'scheduler/group/';

/** The schedules and groups that there are. Those that the API made are kept; templates make theirs anew. */
export class Schedules {
  readonly #schedules = new Map<string, ScheduleRecord>();
  readonly #groups = new Map<string, ScheduleGroup>();

  constructor(
    private readonly journal: Journal,
    /** The start of the runtime, since when there is a group by default, in milliseconds since 1970. */
    private readonly madeAt: number,
  ) {}

  find(ofSchedule: string): ScheduleRecord | undefined {
    return this.#schedules.get(ofSchedule);
  }
  all(): ScheduleRecord[] {
    return [...this.#schedules.values()];
  }
  in(at: AccountRegion): ScheduleRecord[] {
    return this.all().filter((schedule) => isSame(accountRegionIn(schedule.arn), at));
  }
  put(schedule: ScheduleRecord): void {
    this.#schedules.set(schedule.arn, schedule);
    this.#keep(SCHEDULES, schedule);
  }
  remove(ofSchedule: string): void {
    this.#schedules.delete(ofSchedule);
    this.journal.delete(`${SCHEDULES}${ofSchedule}`);
  }

  group(name: string, at: AccountRegion): ScheduleGroup | undefined {
    return this.#groups.get(groupArn(name, at)) ?? (name === DEFAULT_GROUP ? this.#byDefault(at) : undefined);
  }
  groupsIn(at: AccountRegion): ScheduleGroup[] {
    const made = [...this.#groups.values()].filter((group) => isSame(accountRegionIn(group.arn), at));
    return [this.#byDefault(at), ...made];
  }
  putGroup(group: ScheduleGroup): void {
    this.#groups.set(group.arn, group);
    this.#keep(GROUPS, group);
  }
  removeGroup(ofGroup: string): void {
    this.#groups.delete(ofGroup);
    this.journal.delete(`${GROUPS}${ofGroup}`);
  }

  /** Takes what another run has kept, unless a template says otherwise by now. Returns the schedules. */
  restore(): ScheduleRecord[] {
    for (const [, kept] of this.journal.entries(GROUPS)) {
      const group = kept as ScheduleGroup;
      if (!this.#groups.has(group.arn)) this.#groups.set(group.arn, group);
    }
    const kept = this.journal.entries(SCHEDULES).map(([, schedule]) => schedule as ScheduleRecord);
    const restored = kept.filter((schedule) => !this.#schedules.has(schedule.arn));
    for (const schedule of restored) this.#schedules.set(schedule.arn, schedule);
    return restored;
  }

  #byDefault(at: AccountRegion): ScheduleGroup {
    return {
      name: DEFAULT_GROUP,
      arn: groupArn(DEFAULT_GROUP, at),
      createdAt: this.madeAt,
      modifiedAt: this.madeAt,
      ofTemplate: false,
      tags: {},
    };
  }

  #keep(prefix: string, made: ScheduleRecord | ScheduleGroup): void {
    if (made.ofTemplate) this.journal.delete(`${prefix}${made.arn}`);
    else this.journal.put(`${prefix}${made.arn}`, made);
  }
}
