import { type Event, timeOf } from '#local/events/event.ts';
import type { Rule, Target } from '#local/events/rule.ts';
import { writeJson } from '#pattern/json/exact-json.ts';
import { ExactNumber } from '#pattern/json/exact-number.ts';
import { jsonPath } from './json-path.ts';

/** Variables that every template may use without a path (user guide: "Predefined variables"). */
const RESERVED: Readonly<Record<string, (event: Event, rule: Rule, receivedAt: number) => unknown>> = {
  'aws.events.rule-arn': (_, rule) => rule.arn,
  'aws.events.rule-name': (_, rule) => rule.name,
  'aws.events.event.ingestion-time': (_, __, receivedAt) => timeOf(receivedAt),
  'aws.events.event.json': (event) => event,
  'aws.events.event': ({ id, account, 'detail-type': detailType, time, source, region, resources, version }) => ({
    id,
    account,
    detailType,
    time,
    source,
    region,
    resources,
    version,
  }),
};

export const isReserved = (variable: string): boolean => Object.hasOwn(RESERVED, variable);

const VARIABLE = /<([\w./-]+)>/g;

/** The variables that a template uses, in their order. */
export const variablesOf = (template: string): string[] =>
  [...template.matchAll(VARIABLE)].map(([, name = '']) => name);

/**
 * The text that a target is given instead of an event: the template with its variables replaced. In a template of JSON a
 * variable outside of quotes becomes a JSON value, quoted if it is a text; within quotes, a text is inserted unchanged. A path that
 * leads nowhere gives an empty text. In a template that is a text, an object or a list is inserted without its quotes.
 *
 * @param receivedAt when EventBridge took the event, in milliseconds since 1970
 * @throws UnfitInputError for an object or a list within the quotes of a JSON object: EventBridge delivers no such input
 */
export function transformInput(
  { InputPathsMap = {}, InputTemplate }: NonNullable<Target['InputTransformer']>,
  event: Event,
  rule: Rule,
  receivedAt: number,
): string {
  const valueFor = (name: string): unknown => {
    const path = Object.hasOwn(InputPathsMap, name) ? InputPathsMap[name] : undefined;
    return (path === undefined ? RESERVED[name]?.(event, rule, receivedAt) : jsonPath(path)?.(event)) ?? '';
  };
  const isText = InputTemplate.trimStart().startsWith('"');
  return replaceVariables(InputTemplate, (name, quoted) => {
    const value = valueFor(name);
    if (!quoted) return writeJson(value);
    if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
    if (isText || typeof value !== 'object' || value instanceof ExactNumber)
      return writeJson(value).replaceAll('"', '');
    throw new UnfitInputError(name, Array.isArray(value) ? 'a list' : 'an object');
  });
}

/** An object or a list where only text fits. */
export class UnfitInputError extends Error {
  constructor(variable: string, kind: string) {
    super(
      `its input transformer puts <${variable}>, which is ${kind} in this event, within quotes: that makes no JSON. Write <${variable}> without the quotes`,
    );
  }
}

/** Replaces the variables of a template; the replacement depends on whether a variable is within quotes. */
export function replaceVariables(
  template: string,
  replacement: (name: string, quoted: boolean) => string,
  variable = VARIABLE,
): string {
  let result = '';
  let at = 0;
  let quoted = false;
  for (const match of template.matchAll(variable)) {
    const before = template.slice(at, match.index);
    quoted = endsQuoted(before, quoted);
    result += before + replacement(match[1] ?? '', quoted);
    at = match.index + match[0].length;
  }
  return result + template.slice(at);
}

function endsQuoted(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}
