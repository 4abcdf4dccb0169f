/** A time span as people write it: `5 minutes`, `1 hour`. */
export type Duration = `${number} ${'second' | 'minute' | 'hour' | 'day'}${'s' | ''}`;

/** A time span that passes only in the business hours of a calendar; `1 business day` ends with the next open day. */
export type BusinessDuration = `${number} business ${'minute' | 'hour' | 'day'}${'s' | ''}`;

const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export interface ParsedDuration {
  readonly count: number;
  readonly unit: keyof typeof MILLISECONDS;
  /** It passes in business hours alone. */
  readonly isBusiness: boolean;
}

/** Reads a time span; undefined if it is none. A business day is counted in whole days. */
export function parseDuration(text: string): ParsedDuration | undefined {
  const [, count = '', business, unit = ''] =
    text.match(/^(\d+(?:\.\d+)?) (business )?(second|minute|hour|day)s?$/) ?? [];
  const isBusiness = business !== undefined;
  if (unit === '' || (isBusiness && (unit === 'second' || (unit === 'day' && !/^[1-9]\d*$/.test(count)))))
    return undefined;
  return { count: Number(count), unit: unit as ParsedDuration['unit'], isBusiness };
}

/** A time span in milliseconds. */
export const inMilliseconds = ({ count, unit }: Pick<ParsedDuration, 'count' | 'unit'>): number =>
  count * MILLISECONDS[unit];
