/**
 * A local clock (IANA time zone): what it shows at a time, and when it shows something. What it shows is given as the milliseconds
 * of a UTC clock that shows the same.
 */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError for a name that is no time zone */
  constructor(readonly name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...PARTS });
  }

  /** What the clock shows at a time. */
  shownAt(time: number): number {
    const parts = Object.fromEntries(this.#format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((time % 1000) + 1000) % 1000);
  }

  /** The first time at which the clock shows something; undefined for what it skips when it is put forward. */
  firstTimeOf(shown: number): number | undefined {
    // A clock that is put forward or back within a day of it: the offsets before and after.
    const offsets = [shown - DAY, shown + DAY].map((near) => this.shownAt(near) - near);
    const times = offsets.map((offset) => shown - offset).filter((time) => this.shownAt(time) === shown);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}

const DAY = 86_400_000;
const PARTS: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};

/** The clock that every rule goes by. */
export const UTC: Pick<TimeZone, 'shownAt' | 'firstTimeOf'> = {
  shownAt: (time) => time,
  firstTimeOf: (shown) => shown,
};
