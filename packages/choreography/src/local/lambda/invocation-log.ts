/** Takes a line of a function's log: one that its code wrote, or one of Lambda's own. */
export type WriteLog = (line: string, by: 'code' | 'lambda') => void;

/** How an invocation went, for its REPORT line. */
export interface Report {
  readonly milliseconds: number;
  /** How long the environment took to load the code, if this is its first invocation. */
  readonly initMilliseconds: number | undefined;
  readonly memoryMegabytes: number;
  readonly usedMegabytes: number;
  /** Undefined when it went well, or the handler threw. */
  readonly failed?: { readonly status: 'timeout' | 'error'; readonly errorType?: string };
}

/** So much of the log is told with the answer of an invocation, in bytes (API reference: Invoke, LogResult). */
const TAIL_BYTES = 4096;

/** The log of one invocation, with the lines that Lambda writes around it (developer guide: "Sending Lambda function logs to CloudWatch Logs"). */
export class InvocationLog {
  #end = '';

  constructor(
    private readonly requestId: string,
    private readonly write: WriteLog,
  ) {
    this.add(`START RequestId: ${requestId} Version: $LATEST`, 'lambda');
  }

  add(line: string, by: 'code' | 'lambda'): void {
    this.write(line, by);
    this.#end = `${this.#end}${line}\n`.slice(-TAIL_BYTES);
  }

  finish({ milliseconds, initMilliseconds, memoryMegabytes, usedMegabytes, failed }: Report): void {
    this.add(`END RequestId: ${this.requestId}`, 'lambda');
    const report = [
      `REPORT RequestId: ${this.requestId}`,
      `Duration: ${milliseconds.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(milliseconds)} ms`,
      `Memory Size: ${memoryMegabytes} MB`,
      `Max Memory Used: ${usedMegabytes} MB`,
      ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
      ...(failed ? [`Status: ${failed.status}`] : []),
      ...(failed?.errorType ? [`Error Type: ${failed.errorType}`] : []),
    ];
    this.add(`${report.join('\t')}\t`, 'lambda');
  }

  /** The last 4 KB of it. */
  tail(): Buffer {
    return Buffer.from(this.#end).subarray(-TAIL_BYTES);
  }
}
