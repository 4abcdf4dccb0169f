/** The fields of a context that come from the environment and from the invocation; the order is that of the runtime's client. */
export function fieldsOf(invocation, environment, since24) {
  const functionName = environment.AWS_LAMBDA_FUNCTION_NAME;
  const functionVersion = environment.AWS_LAMBDA_FUNCTION_VERSION;
  const ofEnvironment = {
    ...(since24 ? { functionName, functionVersion } : { functionVersion, functionName }),
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
  };
  const { requestId, invokedFunctionArn, traceId, tenantId, clientContext, deadline, now } = invocation;
  const ofInvocation = {
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    // Amazon Cognito's, which does not call functions here.
    identity: undefined,
    invokedFunctionArn,
    awsRequestId: requestId,
    tenantId,
    ...(since24 && { xRayTraceId: traceId }),
    // Below zero when the time is over.
    getRemainingTimeInMillis: () => deadline - now(),
  };
  return since24 ? { ...ofInvocation, ...ofEnvironment } : { ...ofEnvironment, ...ofInvocation };
}
