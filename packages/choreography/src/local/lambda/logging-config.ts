import { invalidParameterValue, validationError } from '#local/gateway/aws-error.ts';

/** How a function logs (API reference: LoggingConfig). */
export interface LoggingConfig {
  readonly LogFormat?: string;
  /** What the code logs below this level is left out; with LogFormat JSON only. */
  readonly ApplicationLogLevel?: string;
  /** The same of what Lambda logs. */
  readonly SystemLogLevel?: string;
  readonly LogGroup?: string;
}

/** From the most detail to the least. */
export const APPLICATION_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
export const SYSTEM_LEVELS = ['DEBUG', 'INFO', 'WARN'];

/** What a function named so has of what was asked for: with JSON, levels are INFO unless others are given. Throws Lambda's refusals. */
export function loggingConfig(functionName: string, asked: LoggingConfig = {}): LoggingConfig & { LogGroup: string } {
  const { LogFormat = 'Text', ApplicationLogLevel, SystemLogLevel } = asked;
  mustBeOneOf('loggingConfig.logFormat', LogFormat, ['JSON', 'Text']);
  mustBeOneOf('loggingConfig.applicationLogLevel', ApplicationLogLevel, APPLICATION_LEVELS);
  mustBeOneOf('loggingConfig.systemLogLevel', SystemLogLevel, SYSTEM_LEVELS);
  const LogGroup = asked.LogGroup ?? `/aws/lambda/${functionName}`;
  if (LogFormat === 'JSON')
    return {
      LogFormat,
      ApplicationLogLevel: ApplicationLogLevel ?? 'INFO',
      SystemLogLevel: SystemLogLevel ?? 'INFO',
      LogGroup,
    };
  if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined)
    throw invalidParameterValue(
      `The function "${functionName}" has log levels, which need the LogFormat "JSON"; it has "${LogFormat}".`,
    );
  return { LogFormat, LogGroup };
}

function mustBeOneOf(path: string, value: string | undefined, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`,
  );
}

/** The name of an environment's log stream: with the function's name in a group that several functions may share (developer guide: "Configuring CloudWatch log groups"). */
export function logStream(functionName: string, logGroup: string, environmentId: string, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  const shared = logGroup === `/aws/lambda/${functionName}` ? '' : functionName;
  return `${day}/${shared}[$LATEST]${environmentId}`;
}
