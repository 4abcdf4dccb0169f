type Answer = readonly boolean[] | string | undefined;

/** A class of answers in which Event Ruler 2.1.0 differs from this project, and why this project stays as it is. */
export interface Difference {
  readonly here: string;
  readonly eventRuler: string;
  /** The recording by which it is right here. */
  readonly source: string;
  matches(here: Answer, there: Answer): boolean;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    here: 'A word that is none of JSON is refused at the place behind it',
    eventRuler: 'With the parser that it comes with (Jackson 2.22.2) it names the place where the word begins',
    source: 'recorded at AWS: localstack/localstack, tests/aws/services/events',
    matches: (here, there) =>
      typeof here === 'string' &&
      typeof there === 'string' &&
      here.startsWith('Unrecognized token ') &&
      withoutFirstPlace(here) === withoutFirstPlace(there),
  },
];

const withoutFirstPlace = (refusal: string): string => refusal.replace(/; line: \d+, column: \d+\]/, '');
