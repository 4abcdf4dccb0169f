import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { REGION } from '#local/runtime/account.ts';

/**
 * The environment of a function's process (Lambda developer guide: "Defined runtime environment variables"), with the
 * runtime as the endpoint of every AWS service. Nothing of the developer's own environment gets in.
 */
export function processEnvironment(
  { name, handler, runtime, memoryMegabytes, timeoutSeconds, root, environment, logging }: FunctionConfig,
  endpoint: string,
  /** By which IAM knows the function when it calls. */
  accessKeyId: string,
): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL: endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.LogGroup,
    AWS_LAMBDA_LOG_FORMAT: String(logging.LogFormat),
    ...(logging.ApplicationLogLevel && { AWS_LAMBDA_LOG_LEVEL: logging.ApplicationLogLevel }),
    LAMBDA_TASK_ROOT: root,
    _HANDLER: handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    // The functions are made for a later Node than the developer's: the SDK need not say so.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...environment,
  };
}
