/** What a structured line has beside what a person looks for. */
const ASIDE =
  /^(timestamp|level|message|service|sampling_rate|xray_trace_id|requestId|function_\w+|cold_start|hostname|pid)$/;

/**
 * A line of a log for a person: of a structured one (Lambda developer guide: "Log and monitor Node.js Lambda functions", JSON) the level,
 * the message and what else it says, of `console`'s the level and the text; any other as it is.
 */
export function readableLine(line: string): string {
  const byConsole = /^\S+Z\t\S+\t([A-Z]+)\t([\s\S]*)$/.exec(line);
  if (byConsole) return `${byConsole[1]} ${byConsole[2]}`;
  const fields = parse(line);
  if (!fields || typeof fields.level !== 'string') return line;
  const { level, message = '' } = fields;
  const more = Object.entries(fields).filter(([name]) => !ASIDE.test(name));
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return [level, text(message), ...more.map(([name, value]) => `${name}=${text(value)}`)].join(' ');
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(line));
  } catch {
    return undefined;
  }
}
