import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, LogLevel, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/** The structured log of a job, `participant/job`. @param logLevel by the environment if none is given */
export const jobLogger = (job: string, logLevel?: LogLevel): Logger =>
  new Logger({ serviceName: job, logFormatter: new ShortLines(), ...(logLevel && { logLevel }) });

/**
 * Powertools' lines without what says nothing: a sampling rate that is never set, the job where it has the log group to itself, and the id
 * of a trace that X-Ray does not record, as it does not of nineteen in twenty (X-Ray developer guide: "Configuring sampling rules").
 */
class ShortLines extends LogFormatter {
  formatAttributes(
    { logLevel, message, timestamp, serviceName, xRayTraceId }: UnformattedAttributes,
    more: LogAttributes,
  ): LogItem {
    const isRecorded = process.env._X_AMZN_TRACE_ID?.includes('Sampled=1');
    const attributes = {
      ...{ level: logLevel, message, timestamp: this.formatTimestamp(timestamp) },
      ...(!isOwnGroup(serviceName) && { service: serviceName }),
      ...(isRecorded && { xray_trace_id: xRayTraceId }),
    };
    return new LogItem({ attributes }).addAttributes(more);
  }
}

/** Whether the function, whose name its log group has, is named after the job. */
const isOwnGroup = (job: string): boolean =>
  process.env.AWS_LAMBDA_FUNCTION_NAME?.endsWith(`_${job.replace('/', '_')}`) ?? false;
