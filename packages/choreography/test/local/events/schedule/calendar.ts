import fc from 'fast-check';

/** An item of a field's list as it is written, and what it says of a value or a day. */
interface Item<Asked> {
  readonly text: string;
  says(asked: Asked): boolean;
}

/** A day of the calendar, in UTC. */
type Day = Date;

/** A schedule as it is written, and whether its fields say that it falls due. */
export interface Written {
  readonly expression: string;
  /** On a day, which is given as its midnight in UTC. */
  onDay(midnight: Date): boolean;
  atTime(hour: number, minute: number): boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const dayOfMonth = (day: Day) => day.getUTCDate();
const weekday = (day: Day) => day.getUTCDay() + 1;
const daysLater = (day: Day, count: number) => new Date(day.getTime() + count * 86_400_000);
const isInMonth = (day: Day, other: Day) => day.getUTCMonth() === other.getUTCMonth();
const isWorkday = (day: Day) => weekday(day) >= 2 && weekday(day) <= 6;
/** The days of a day's month, found one by one. */
const monthAround = (day: Day): Day[] => {
  const first = daysLater(day, 1 - dayOfMonth(day));
  return Array.from({ length: 31 }, (_, index) => daysLater(first, index)).filter((each) => isInMonth(each, day));
};

/** Numbers, ranges and increments, as every field has them. */
const numbers = (min: number, max: number, names: readonly string[] = []): fc.Arbitrary<Item<number>> => {
  const value = fc.integer({ min, max });
  const written = (number: number) => fc.constantFrom(String(number), names[number - min] ?? String(number));
  return fc.oneof(
    fc.constant({ text: '*', says: () => true }),
    value.chain((one) => written(one).map((text) => ({ text, says: (asked: number) => asked === one }))),
    fc.tuple(value, value).chain(([a, b]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const says = (asked: number) => asked >= from && asked <= to;
      return fc.tuple(written(from), written(to)).map(([first, last]) => ({ text: `${first}-${last}`, says }));
    }),
  );
};

const withIncrements = (min: number, max: number, names?: readonly string[]): fc.Arbitrary<Item<number>> =>
  fc.oneof(
    numbers(min, max, names),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max: 20 })).map(([from, step]) => ({
      text: `${from}/${step}`,
      says: (asked: number) => asked >= from && (asked - from) % step === 0,
    })),
    fc.integer({ min: 1, max: 20 }).map((step) => ({
      text: `*/${step}`,
      says: (asked: number) => (asked - min) % step === 0,
    })),
  );

const list = <Asked>(item: fc.Arbitrary<Item<Asked>>): fc.Arbitrary<Item<Asked>> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => ({
    text: items.map(({ text }) => text).join(','),
    says: (asked) => items.some((each) => each.says(asked)),
  }));

const ofDay = (item: Item<number>, ask: (day: Day) => number): Item<Day> => ({
  text: item.text,
  says: (day) => item.says(ask(day)),
});

const dayOfMonthItem: fc.Arbitrary<Item<Day>> = fc.oneof(
  withIncrements(1, 31).map((item) => ofDay(item, dayOfMonth)),
  fc.constant({ text: 'L', says: (day: Day) => !isInMonth(daysLater(day, 1), day) }),
  fc.constant({
    text: 'LW',
    says: (day: Day) => monthAround(day).filter(isWorkday).at(-1)?.getTime() === day.getTime(),
  }),
  fc.integer({ min: 1, max: 31 }).map((near) => ({
    text: `${near}W`,
    says: (day: Day) => {
      const month = monthAround(day);
      if (!month.some((each) => dayOfMonth(each) === near)) return false;
      const distance = (each: Day) => Math.abs(dayOfMonth(each) - near);
      const nearest = Math.min(...month.filter(isWorkday).map(distance));
      return isWorkday(day) && distance(day) === nearest;
    },
  })),
);

const dayOfWeekItem: fc.Arbitrary<Item<Day>> = fc.oneof(
  numbers(1, 7, WEEKDAYS).map((item) => ofDay(item, weekday)),
  fc.constant({ text: 'L', says: (day: Day) => weekday(day) === 7 }),
  fc.integer({ min: 1, max: 7 }).map((last) => ({
    text: `${last}L`,
    says: (day: Day) => weekday(day) === last && !isInMonth(daysLater(day, 7), day),
  })),
);
const ordinal: fc.Arbitrary<Item<Day>> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([wanted, nth, named]) => ({
    text: `${named ? WEEKDAYS[wanted - 1] : wanted}#${nth}`,
    says: (day) => {
      const same = monthAround(day).filter((each) => weekday(each) === wanted);
      return same[nth - 1]?.getTime() === day.getTime();
    },
  }));

const days: fc.Arbitrary<{ dayOfMonth: string; dayOfWeek: string; says(day: Day): boolean }> = fc.oneof(
  list(dayOfMonthItem).map(({ text, says }) => ({ dayOfMonth: text, dayOfWeek: '?', says })),
  fc.oneof(list(dayOfWeekItem), ordinal).map(({ text, says }) => ({ dayOfMonth: '?', dayOfWeek: text, says })),
);

/** Any schedule that EventBridge takes, of the years 2024 to 2033. */
export const aSchedule: fc.Arbitrary<Written> = fc
  .record({
    minutes: list(withIncrements(0, 59)),
    hours: list(withIncrements(0, 23)),
    days,
    months: list(withIncrements(1, 12, MONTHS)),
    years: fc.oneof(fc.constant({ text: '*', says: () => true }), list(numbers(2024, 2033))),
  })
  .map(({ minutes, hours, days: daysField, months, years }) => ({
    expression: `cron(${minutes.text} ${hours.text} ${daysField.dayOfMonth} ${months.text} ${daysField.dayOfWeek} ${years.text})`,
    onDay: (midnight) =>
      years.says(midnight.getUTCFullYear()) && months.says(midnight.getUTCMonth() + 1) && daysField.says(midnight),
    atTime: (hour, minute) => hours.says(hour) && minutes.says(minute),
  }));
