import type { Consumer, Producer, TemplateLocation } from '#graph/graph.ts';

export { jobName } from '#graph/participants/participant-names.ts';

/** `source detail-type`. */
export const eventOf = ({ source, detailType }: { source: string; detailType: string }): string =>
  `${source} ${detailType}`;

/** The location of a grant: the policy, otherwise the producer itself. */
export const mayBecauseOf = ({ policy, template, id }: Producer): TemplateLocation => policy ?? { template, id };

/** One text for one place. */
export const placeKey = ({ template, id }: TemplateLocation): string => `${template} ${id}`;

export const ruleOf = ({ template, rule }: { template: string; rule: string }): TemplateLocation => ({
  template,
  id: rule,
});

/** What a rule hears, in a few words: `library.a Asked`, a schedule, else its pattern as JSON; with both, both. */
export function heardBy({ pattern, schedule }: Pick<Consumer, 'pattern' | 'schedule'>): string {
  if (!pattern) return schedule ?? 'nothing';
  if (schedule !== null) return `${heardBy({ pattern, schedule: null })} and ${schedule}`;
  const { source, 'detail-type': detailType, ...rest } = pattern;
  const names = [source, detailType].map((values) => (Array.isArray(values) && values.length === 1 ? values[0] : null));
  const plain = Object.keys(rest).length === 0 && names.every((name) => typeof name === 'string');
  return plain ? names.join(' ') : JSON.stringify(pattern);
}

/** What comes of a rule that no event can match. */
export const neverRuns = ({ schedule }: Pick<Consumer, 'schedule'>): string =>
  schedule === null
    ? 'The job never runs, and nothing reports it.'
    : `The job runs at ${schedule}, but never for an event, and nothing reports it.`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
