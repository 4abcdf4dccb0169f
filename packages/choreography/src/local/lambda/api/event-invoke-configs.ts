import { invalidParameterValue } from '#local/gateway/aws-error.ts';
import { jsonAnswer } from '#local/gateway/backend.ts';
import { inRange } from '#local/lambda/constraints.ts';
import { type AsyncConfig, DEFAULT_ASYNC_CONFIG } from '#local/lambda/function-config.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { type Actions, type Lambda, NOTHING, notFound } from './action.ts';

interface Input {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

export const EVENT_INVOKE_CONFIGS: Actions = {
  'PUT functions/*/event-invoke-config': ({ name, input }, lambda) => put(name, input, DEFAULT_ASYNC_CONFIG, lambda),
  'POST functions/*/event-invoke-config': ({ name, input }, lambda) =>
    put(name, input, configOf(named(name, lambda), lambda), lambda),
  'GET functions/*/event-invoke-config': ({ name }, lambda) => {
    const configured = named(name, lambda);
    return jsonAnswer(200, describeConfig(configured, configOf(configured, lambda)));
  },
  'GET functions/*/event-invoke-config/*': ({ name }, lambda) => {
    const configured = named(name, lambda);
    const config = lambda.functions.asynchronous.configOf(configured.config.name);
    return jsonAnswer(200, { FunctionEventInvokeConfigs: config ? [describeConfig(configured, config)] : [] });
  },
  'DELETE functions/*/event-invoke-config': ({ name }, lambda) => {
    const configured = named(name, lambda);
    configOf(configured, lambda);
    lambda.functions.asynchronous.delete(configured.config.name);
    return NOTHING;
  },
};

/** Changes the given settings, and keeps the others. */
function put(name: string, input: Input, before: AsyncConfig, lambda: Lambda) {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  const configured = named(name, lambda);
  if ([MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig].every((setting) => setting === undefined))
    throw invalidParameterValue('You must specify at least one of error handling or destination setting.');
  inRange('maximumRetryAttempts', MaximumRetryAttempts, 0, 2);
  inRange('maximumEventAgeInSeconds', MaximumEventAgeInSeconds, 60, 21_600);
  const to = DestinationConfig ?? {
    OnSuccess: { Destination: before.onSuccess },
    OnFailure: { Destination: before.onFailure },
  };
  const config: AsyncConfig = {
    maximumRetryAttempts: MaximumRetryAttempts ?? before.maximumRetryAttempts,
    maximumEventAgeInSeconds: MaximumEventAgeInSeconds ?? before.maximumEventAgeInSeconds,
    onSuccess: to.OnSuccess?.Destination,
    onFailure: to.OnFailure?.Destination,
    changedAt: lambda.clock.now(),
  };
  lambda.functions.asynchronous.configure(configured, config);
  return jsonAnswer(200, describeConfig(configured, config));
}

function named(name: string, { functions }: Lambda): LambdaFunction {
  const found = functions.find(name);
  if (!found) throw notFound("The function doesn't exist.");
  return found;
}

function configOf({ config: { name, arn } }: LambdaFunction, { functions }: Lambda): AsyncConfig {
  const config = functions.asynchronous.configOf(name);
  if (!config) throw notFound(`The function ${arn}:$LATEST doesn't have an EventInvokeConfig`);
  return config;
}

const describeConfig = ({ config: { arn, changedAt } }: LambdaFunction, config: AsyncConfig) => ({
  LastModified: (config.changedAt ?? changedAt) / 1000,
  FunctionArn: `${arn}:$LATEST`,
  MaximumRetryAttempts: config.maximumRetryAttempts,
  MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds,
  DestinationConfig: { OnSuccess: to(config.onSuccess), OnFailure: to(config.onFailure) },
});

const to = (destination: string | undefined) => (destination === undefined ? {} : { Destination: destination });
