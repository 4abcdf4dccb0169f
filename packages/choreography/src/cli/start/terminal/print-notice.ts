import type { Paint } from '#cli/program/paint.ts';
import { type Notice, sentence } from '#local/runtime/notice.ts';

/** Says loudly on stderr what went wrong, errors that functions log among it. What else they log is not shown. */
export function printNotice(notice: Notice, paint: Paint): void {
  const said = notice.kind === 'log' ? loggedError(notice.function, notice.line) : sentence(notice);
  if (!said) return;
  // Rules may leave an event out on purpose, and so may the user a resource.
  if (notice.kind === 'unheard-event' || notice.kind === 'left-out' || notice.kind === 'made-beside')
    console.error(paint('dim', said));
  else console.error(paint(notice.kind === 'handler-failed' ? 'yellow' : 'red', `! ${said}`));
}

/**
 * An error in a structured log (Lambda developer guide: "Log and monitor Node.js Lambda functions", log level in JSON). One
 * that the handler also threw has a notice of its own.
 */
function loggedError(functionName: string, line: string): string | undefined {
  const { level, message, explanation, error } = parse(line);
  if (!['ERROR', 'CRITICAL', 'FATAL'].includes(String(level)) || error) return undefined;
  return [functionName, message, explanation].filter((part) => typeof part === 'string').join(': ');
}

function parse(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
