import { invalidParameterValue } from '#local/gateway/aws-error.ts';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { readJson } from '#pattern/json/exact-json.ts';

export interface FilterCriteria {
  readonly Filters?: readonly { readonly Pattern?: string }[];
}

/**
 * Whether a record passes one of the filters, as event patterns do; without any it passes. A body that is a JSON object is
 * compared by its fields (developer guide: "Using event filtering with an Amazon SQS event source"). Throws Lambda's refusal
 * of a pattern that is none.
 */
export function messageFilter({ Filters = [] }: FilterCriteria = {}): (record: { readonly body: string }) => boolean {
  if (Filters.length === 0) return () => true;
  const patterns = Filters.map(({ Pattern }) => compiled(Pattern));
  return (record) => {
    const event = { ...record, body: fieldsOf(record.body) };
    return patterns.some((matches) => matches(event));
  };
}

function compiled(pattern: string | undefined): (event: unknown) => boolean {
  try {
    if (typeof pattern !== 'string') throw new TypeError('no pattern');
    return compilePattern(pattern);
  } catch {
    throw invalidParameterValue('Invalid filter pattern definition.');
  }
}

function fieldsOf(body: string): unknown {
  try {
    const fields = readJson(body);
    return typeof fields === 'object' && fields !== null ? fields : body;
  } catch {
    return body;
  }
}
