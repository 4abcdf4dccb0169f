// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import type { Definition } from './api-definition.ts';

/** By the properties of `Identity`, how an API's document begins the expression of such a source. */
export interface IdentityPrefixes {
  readonly Headers: string;
  readonly QueryStrings: string;
  readonly StageVariables: string;
  readonly Context: string;
}

/** Lists the expressions of all that an authorizer identifies a caller by. */
export const identitySources = (identity: Definition, prefixes: IdentityPrefixes): string[] =>
  Object.entries(prefixes).flatMap(([kind, prefix]) =>
    (Array.isArray(identity[kind]) ? (identity[kind] as unknown[]) : []).map((source) => `${prefix}${source}`),
  );

/** Makes what REST and HTTP APIs say alike of a function that authorizes: how it is called, and for how many seconds its answer holds. */
export const authorizerCall = (
  { FunctionArn, FunctionInvokeRole }: Definition,
  { ReauthorizeEvery }: Definition,
): Definition => ({
  authorizerUri: {
    'Fn::Sub': [
      'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations',
      { __FunctionArn__: FunctionArn },
    ],
  },
  ...(FunctionInvokeRole && FunctionInvokeRole !== 'NONE' ? { authorizerCredentials: FunctionInvokeRole } : {}),
  ...(ReauthorizeEvery !== undefined && { authorizerResultTtlInSeconds: ReauthorizeEvery }),
});
