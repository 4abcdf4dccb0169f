import { replaceVariables } from '#local/events/input/input-transformer.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import type { Pipe } from './pipe.ts';

const VARIABLE = /<(\$[^<>]*|aws\.pipes\.[\w.-]+)>/g;

/**
 * What a pipe hands on for one record: the record as JSON, or its template with paths and variables of the pipe replaced (EventBridge
 * user guide: "Amazon EventBridge Pipes input transformation"). A text is quoted in JSON, and unchanged within quotes.
 *
 * @param now when the pipe took the record, in milliseconds since 1970
 */
export function pipeInput(template: string | undefined, record: unknown, pipe: Pipe, now: number): string {
  if (template === undefined) return writeJson(record);
  const event = withBody(record);
  return replaceVariables(
    template,
    (name, quoted) => {
      const value = (name.startsWith('$') ? valueAt(name, event) : variable(name, record, pipe, now)) ?? '';
      if (!quoted) return writeJson(value);
      return typeof value === 'string'
        ? JSON.stringify(value).slice(1, -1)
        : JSON.stringify(writeJson(value)).slice(1, -1);
    },
    VARIABLE,
  );
}

/** A parameter of a target that may be a path, such as `$.body.kind`. */
export function parameterOf(value: string, record: unknown): string {
  if (!value.startsWith('$')) return value;
  const found = valueAt(value, withBody(record));
  return typeof found === 'string' ? found : writeJson(found ?? '');
}

const valueAt = (path: string, event: unknown): unknown => (path === '$' ? event : jsonPath(path)?.(event));

/** A record whose body, if it is JSON, is read ("Implicit body data parsing"). */
function withBody(record: unknown): unknown {
  const { body } = Object(record) as { body?: unknown };
  if (typeof body !== 'string') return record;
  try {
    return { ...(record as object), body: readJson(body) };
  } catch {
    return record;
  }
}

function variable(name: string, record: unknown, { name: pipeName, arn, properties }: Pipe, now: number): unknown {
  switch (name.replace(/^aws\.pipes\./, '')) {
    case 'pipe-arn':
      return arn;
    case 'pipe-name':
      return pipeName;
    case 'source-arn':
      return properties.Source;
    case 'enrichment-arn':
      return properties.Enrichment;
    case 'target-arn':
      return properties.Target;
    case 'event.ingestion-time':
      return new Date(now).toISOString();
    case 'event':
    case 'event.json':
      return record;
    default:
      return undefined;
  }
}
