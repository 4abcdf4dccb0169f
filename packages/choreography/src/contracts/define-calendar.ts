export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When a business is open: deadlines in business hours pass only then. */
export interface Calendar {
  /** The time zone of the hours, as IANA names it: `Europe/Berlin`. */
  readonly timeZone: string;
  /** When it opens and closes on each day of the week, such as `09:00-17:30`; a day that is absent is closed. */
  readonly hours: Readonly<Partial<Record<Weekday, string>>>;
  /** Days on which it is closed, such as `2026-12-25`. */
  readonly holidays: readonly string[];
}

/** Declares the business hours of a calendar. Throws at once a sentence that names what cannot be used. */
export function defineCalendar({
  timeZone,
  hours,
  holidays = [],
}: Omit<Calendar, 'holidays'> & { readonly holidays?: readonly string[] }): Calendar {
  if (!isTimeZone(timeZone))
    throw new Error(`Calendar: there is no time zone "${timeZone}": name one as IANA does, such as Europe/Berlin.`);
  for (const [day, text] of Object.entries(hours)) {
    if (!(WEEKDAYS as readonly string[]).includes(day))
      throw new Error(`Calendar: "${day}" is no day of the week: there are ${WEEKDAYS.join(', ')}.`);
    if (!openingOf(text)) throw new Error(`Calendar: "${text}" on ${day} are no hours: give them as 09:00-17:30.`);
  }
  if (Object.keys(hours).length === 0)
    throw new Error('Calendar: it is never open: give the hours of a day of the week.');
  for (const day of holidays)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
      throw new Error(`Calendar: the holiday "${day}" is no date: give it as 2026-12-25.`);
  return Object.freeze({ timeZone, hours, holidays });
}

/** When a day opens and closes, in minutes after midnight; undefined if the hours cannot be read, or do not go forward. */
export function openingOf(text: string): { readonly opens: number; readonly closes: number } | undefined {
  const [, ...parts] = text.match(/^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/) ?? [];
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts.map(Number);
  const [opens, closes] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return parts.length > 0 && opens < closes && closes <= 24 * 60 ? { opens, closes } : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
