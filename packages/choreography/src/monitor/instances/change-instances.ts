import type { Process } from '#contracts/define-process.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { AT_ONCE, eachAtOnce } from '#monitor/at-once.ts';
import { keyText } from '#monitor/read-items.ts';
import { headerKey } from '#monitor/table.ts';
import { type HeaderItem, headerItem, putHeaderItem, readHeaderItems } from './header-items.ts';
import { emptyRecord, type InstanceRecord } from './instance-record.ts';
import { toRecord } from './kept-record.ts';
import { type OwnEvent, sayAll } from './own-event.ts';
import { isListedWrongly } from './placement.ts';

/** One instance of a process. */
export interface Instance {
  readonly process: Process;
  readonly key: string;
}

/** The change of one instance. */
export interface Change {
  /** The record after the change; the identical object if nothing changes. */
  readonly record: InstanceRecord;
  /** The event to say before the record that remembers it is written: after a crash in between it is said again, with the same id. */
  readonly saying?: OwnEvent | undefined;
}

/** The outcome of one instance's change: `written` if its item was, and `error` if it could not be. */
export interface Changed<Of extends Instance, To extends Change> {
  readonly instance: Of;
  readonly change?: To;
  readonly written: boolean;
  readonly error?: Error;
}

/**
 * Changes some instances, each by at most one write, and by none if nothing changes. `change` may run several times, since others
 * change the same instances. An instance that cannot be changed does not keep the others from it. Throws if the table cannot be read.
 */
export async function changeInstances<Of extends Instance, To extends Change>(
  instances: readonly Of[],
  remaining: RemainingTime,
  change: (record: InstanceRecord, instance: Of) => To,
): Promise<Changed<Of, To>[]> {
  const done: Changed<Of, To>[] = [];
  let left = instances;
  for (let attempt = 1; left.length > 0; attempt++) {
    // Half the price: what is not read because it was just written is refused when it is written, and read again.
    const items = await readHeaderItems(left, remaining, { isConsistent: attempt > 1 });
    const planned = left.map((instance) => {
      const item = items.get(keyText(headerKey(instance.process.name, instance.key)));
      return plan(instance, item, change);
    });
    const failedEvents = await sayAll(
      planned.flatMap((each) => each.change?.saying ?? []),
      remaining,
    );
    const contended: Of[] = [];
    await eachAtOnce(planned, AT_ONCE, async ({ instance, item, change: to, error: unplanned }) => {
      const failed = unplanned ?? (to?.saying && failedEvents.get(to.saying));
      if (failed || !to) done.push({ instance, written: false, error: failed ?? new Error('There is no change.') });
      else
        try {
          if (!item) done.push({ instance, change: to, written: false });
          else if (await putHeaderItem(item)) done.push({ instance, change: to, written: true });
          else contended.push(instance);
        } catch (error) {
          done.push({ instance, written: false, error: error as Error });
        }
    });
    if (contended.length > 0 && !(await backOff(attempt, remaining))) {
      const error = new Error(
        `Its item could not be written in ${attempt} attempts, since others changed it each time.`,
      );
      return [...done, ...contended.map((instance) => ({ instance, written: false, error }))];
    }
    left = contended;
  }
  return done;
}

interface Plan<Of extends Instance, To extends Change> {
  readonly instance: Of;
  readonly change?: To;
  /** The item to write; undefined if nothing changes. */
  readonly item?: HeaderItem | undefined;
  readonly error?: Error;
}

function plan<Of extends Instance, To extends Change>(
  instance: Of,
  item: HeaderItem | undefined,
  change: (record: InstanceRecord, instance: Of) => To,
): Plan<Of, To> {
  try {
    const before = item ? toRecord(instance.process, item) : emptyRecord(instance.key);
    const after = change(before, instance);
    const now = new Date();
    const isSame = after.record === before && !(item && isListedWrongly(instance.process, before.header, item, now));
    return {
      instance,
      change: after,
      item: isSame ? undefined : headerItem(instance.process, after.record, item, now),
    };
  } catch (error) {
    return { instance, error: error as Error };
  }
}
