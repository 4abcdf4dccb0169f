import { AwsError } from '#local/gateway/aws-error.ts';
import { jsonAnswer } from '#local/gateway/backend.ts';
import { URL_PREFIX } from '#local/lambda/function-url/function-url.ts';
import { type FunctionUrlConfig, functionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import { type Actions, type Lambda, NOTHING, notFound } from './action.ts';

export const FUNCTION_URLS: Actions = {
  'POST functions/*/url': ({ name, input }, lambda) => {
    const { config } = lambda.functions.get(name);
    if (lambda.functionUrls.has(config.name))
      throw new AwsError(
        'ResourceConflictException',
        `Failed to create function url config for [functionArn = ${config.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
        409,
      );
    return jsonAnswer(201, set(config.name, input, lambda));
  },
  'PUT functions/*/url': ({ name, input }, lambda) => {
    const url = urlOf(name, lambda);
    const before = { AuthType: url.authType, InvokeMode: url.invokeMode, Cors: url.cors };
    return jsonAnswer(200, set(url.name, { ...before, ...input }, lambda));
  },
  'GET functions/*/url': ({ name }, lambda) => jsonAnswer(200, describeUrl(urlOf(name, lambda).name, lambda)),
  'GET functions/*/urls': ({ name }, lambda) => {
    const { config } = lambda.functions.get(name);
    const has = lambda.functionUrls.has(config.name);
    return jsonAnswer(200, { FunctionUrlConfigs: has ? [describeUrl(config.name, lambda)] : [] });
  },
  'DELETE functions/*/url': ({ name }, lambda) => {
    lambda.functionUrls.delete(urlOf(name, lambda).name);
    return NOTHING;
  },
};

function set(name: string, input: Record<string, unknown>, lambda: Lambda): object {
  lambda.functionUrls.set(name, functionUrlConfig(input));
  return describeUrl(name, lambda);
}

function urlOf(nameOrArn: string, { functions, functionUrls }: Lambda): FunctionUrlConfig & { name: string } {
  const name = functions.find(nameOrArn)?.config.name ?? '';
  const config = functionUrls.get(name);
  if (!config) throw notFound();
  return { name, ...config };
}

function describeUrl(name: string, { functions, functionUrls, endpoint }: Lambda): object {
  const { arn, changedAt } = functions.get(name).config;
  const time = new Date(changedAt).toISOString();
  const url = functionUrls.get(name);
  return {
    FunctionUrl: `${endpoint()}${URL_PREFIX}${name}/`,
    FunctionArn: arn,
    AuthType: url?.authType,
    ...(url?.cors && { Cors: url.cors }),
    CreationTime: time,
    LastModifiedTime: time,
    InvokeMode: url?.invokeMode,
  };
}
