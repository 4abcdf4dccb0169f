/** What a structured line has beside what a person looks for. */
const ASIDE =
  /^(timestamp|level|message|service|sampling_rate|xray_trace_id|requestId|function_\w+|cold_start|hostname|pid)$/;

/**
 * A line of a log for a person: of a structured one (Lambda developer guide: "Log and monitor Node.js Lambda functions", JSON) the level,
 * the message and what else it says, of `console`'s the level and the text; any other unchanged. An error has its
 * stack below, a line each.
 */
export function readableLine(line: string): string {
  const byConsole = /^\S+Z\t\S+\t([A-Z]+)\t([\s\S]*)$/.exec(line);
  if (byConsole) return `${byConsole[1]} ${withError(byConsole[2] ?? '')}`;
  const fields = parse(line);
  if (!fields || typeof fields.level !== 'string') return withError(line);
  const { level, message = '' } = fields;
  const more = Object.entries(fields).filter(([name]) => !ASIDE.test(name));
  const errors = more.flatMap(([, value]) => stackOf(value) ?? []);
  const rest = more.filter(([, value]) => stackOf(value) === undefined);
  const head = [level, text(message), ...rest.map(([name, value]) => `${name}=${text(value)}`)].join(' ');
  return [head, ...errors].join('\n');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What Lambda's client logs of an error that a handler threw: `Invoke Error`, a tab and the error as JSON. */
function withError(line: string): string {
  const [, before = '', json = ''] = /^([A-Z][\w ]* Error ?)\t(\{[\s\S]*\})$/.exec(line) ?? [];
  const stack = stackOf(parse(json));
  return stack === undefined ? line : [before.trim(), ...stack].join('\n');
}

/** The stack of an error, indented; undefined if a value is none. Node's own frames are left out. */
function stackOf(value: unknown): string[] | undefined {
  const { stack } = Object(value) as { stack?: unknown };
  const lines = Array.isArray(stack) ? stack.map(String) : typeof stack === 'string' ? stack.split('\n') : undefined;
  return lines?.filter((line) => !/^ +at .*\(?node:/.test(line)).map((line) => `  ${line}`);
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(line));
  } catch {
    return undefined;
  }
}
