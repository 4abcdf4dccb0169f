import { type LoggingConfig, SYSTEM_LEVELS } from '#local/lambda/logging-config.ts';

/** How an invocation went. */
export interface Report {
  readonly milliseconds: number;
  /** How long the environment took to load the code, if this is its first invocation. */
  readonly initMilliseconds: number | undefined;
  readonly memoryMegabytes: number;
  readonly usedMegabytes: number;
  /** Undefined when it went well, or the handler threw. */
  readonly failed?: { readonly status: 'timeout' | 'error'; readonly errorType?: string };
}

/** The lines that Lambda itself writes into a function's log. */
export interface SystemLog {
  start(requestId: string): readonly string[];
  end(requestId: string, report: Report): readonly string[];
  /** When the code could not be loaded. */
  initFailed(milliseconds: number, errorType: string): readonly string[];
  /** What is only said in words. */
  words(...lines: string[]): readonly string[];
}

/** In words or in JSON, as a function's configuration says (developer guide: "Log formats", "Log-level filtering"). */
export function systemLog({ LogFormat, SystemLogLevel }: LoggingConfig, now: () => number): SystemLog {
  return LogFormat === 'JSON' ? inJson(SystemLogLevel ?? 'INFO', now) : IN_TEXT;
}

const IN_TEXT: SystemLog = {
  start: (requestId) => [`START RequestId: ${requestId} Version: $LATEST`],
  end: (requestId, { milliseconds, initMilliseconds, memoryMegabytes, usedMegabytes, failed }) => {
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${milliseconds.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(milliseconds)} ms`,
      `Memory Size: ${memoryMegabytes} MB`,
      `Max Memory Used: ${usedMegabytes} MB`,
      ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
      ...(failed ? [`Status: ${failed.status}`] : []),
      ...(failed?.errorType ? [`Error Type: ${failed.errorType}`] : []),
    ];
    return [`END RequestId: ${requestId}`, `${report.join('\t')}\t`];
  },
  initFailed: (milliseconds, errorType) => [
    `INIT_REPORT Init Duration: ${milliseconds.toFixed(2)} ms\tPhase: init\tStatus: error\tError Type: ${errorType}`,
  ],
  words: (...lines) => lines,
};

/** Platform events, those of which the level is high enough; in JSON nothing is said in words. */
function inJson(least: string, now: () => number): SystemLog {
  const event = (level: string, type: string, record: object) =>
    SYSTEM_LEVELS.indexOf(level) < SYSTEM_LEVELS.indexOf(least)
      ? []
      : [JSON.stringify({ time: new Date(now()).toISOString(), type: `platform.${type}`, record })];
  return {
    start: (requestId) => event('INFO', 'start', { requestId, version: '$LATEST' }),
    end: (requestId, report) => {
      const { milliseconds, initMilliseconds, memoryMegabytes, usedMegabytes, failed } = report;
      const outcome = {
        status: failed?.status ?? 'success',
        ...(failed?.errorType && { errorType: failed.errorType }),
      };
      const durationMs = round(milliseconds);
      return [
        ...event(failed ? 'WARN' : 'DEBUG', 'runtimeDone', { requestId, ...outcome, metrics: { durationMs } }),
        ...event(failed ? 'WARN' : 'INFO', 'report', {
          requestId,
          metrics: {
            durationMs,
            billedDurationMs: Math.ceil(milliseconds),
            memorySizeMB: memoryMegabytes,
            maxMemoryUsedMB: usedMegabytes,
            ...(initMilliseconds !== undefined && { initDurationMs: round(initMilliseconds) }),
          },
          ...outcome,
        }),
      ];
    },
    initFailed: (milliseconds, errorType) =>
      event('WARN', 'initReport', {
        initializationType: 'on-demand',
        phase: 'init',
        status: 'error',
        errorType,
        metrics: { durationMs: round(milliseconds) },
      }),
    words: () => [],
  };
}

const round = (milliseconds: number): number => Number(milliseconds.toFixed(3));
