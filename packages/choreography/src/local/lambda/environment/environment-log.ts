import { APPLICATION_LEVELS, type LoggingConfig } from '#local/lambda/logging-config.ts';
import { type Report, type SystemLog, systemLog } from './system-log.ts';

/** A line of a function's log; it may have line breaks within. */
export interface LogLine {
  readonly message: string;
  readonly by: 'code' | 'lambda';
  /** What the code wrote, without time, request and level. */
  readonly text: string;
}

/** How much of the log comes with the answer of an invocation, in bytes (API reference: Invoke, LogResult). */
const TAIL_BYTES = 4096;

/** The log of one execution environment, with the lines that Lambda writes around each invocation (developer guide: "Sending Lambda function logs to CloudWatch Logs"). */
export class EnvironmentLog {
  readonly #system: SystemLog;
  /** What was written of a line that has not ended yet. */
  readonly #begun = { stdout: '', stderr: '' };
  /** The end of the log of the invocation under way; of the first, with what was logged while the code was loaded. */
  #tail = '';

  constructor(
    private readonly config: LoggingConfig,
    now: () => number,
    private readonly write: (line: LogLine) => void,
  ) {
    this.#system = systemLog(config, now);
  }

  begin(requestId: string): void {
    this.#lambda(this.#system.start(requestId));
  }

  /** Ends an invocation; returns the last 4 KB of its log. */
  end(requestId: string, report: Report): Buffer {
    this.flush();
    this.#lambda(this.#system.end(requestId, report));
    const tail = Buffer.from(this.#tail).subarray(-TAIL_BYTES);
    this.#tail = '';
    return tail;
  }

  initFailed(milliseconds: number, errorType: string): void {
    this.flush();
    this.#lambda(this.#system.initFailed(milliseconds, errorType));
  }

  /** Lines of Lambda's own that are words only. */
  words(...lines: string[]): void {
    this.#lambda(this.#system.words(...lines));
  }

  /** A line that `console` has made. */
  line(message: string, text: string): void {
    this.#add({ message, by: 'code', text });
  }

  /** Takes what was written past `console` apart into lines. */
  hear(text: string, stream: 'stdout' | 'stderr'): void {
    const lines = (this.#begun[stream] + text).split('\n');
    this.#begun[stream] = lines.pop() ?? '';
    for (const line of lines) this.#raw(line);
  }

  /** Writes unfinished lines. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) this.#raw(this.#begun[stream]);
    Object.assign(this.#begun, { stdout: '', stderr: '' });
  }

  #lambda(lines: readonly string[]): void {
    for (const message of lines) this.#add({ message, by: 'lambda', text: message });
  }

  #raw(line: string): void {
    if (line !== '' && this.#passes(line)) this.#add({ message: line, by: 'code', text: line });
  }

  /** With JSON, a line has the level that it names, or INFO (developer guide: "Log-level filtering"). */
  #passes(line: string): boolean {
    const { LogFormat, ApplicationLogLevel = 'TRACE' } = this.config;
    if (LogFormat !== 'JSON') return true;
    const level = APPLICATION_LEVELS.indexOf(levelIn(line));
    const known = level < 0 ? APPLICATION_LEVELS.indexOf('INFO') : level;
    return known >= APPLICATION_LEVELS.indexOf(ApplicationLogLevel);
  }

  #add(line: LogLine): void {
    this.write(line);
    this.#tail = `${this.#tail}${line.message}\n`.slice(-TAIL_BYTES);
  }
}

function levelIn(line: string): string {
  try {
    const { level } = Object(JSON.parse(line)) as { level?: unknown };
    return String(level).toUpperCase();
  } catch {
    return '';
  }
}
