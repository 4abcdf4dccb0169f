/** The two kinds of API that have routes over HTTP: `AWS::ApiGatewayV2::Api` and `AWS::ApiGateway::RestApi`. */
export type Protocol = 'HTTP' | 'REST';

export interface Api {
  readonly id: string;
  readonly protocol: Protocol;
  readonly routes: readonly Route[];
  /** Of an HTTP API. */
  readonly cors?: Cors | undefined;
  /** Of a REST API. */
  readonly binaryMediaTypes: readonly string[];
  /** Variables of each stage, by its name; `$default` is served without its name in the path. */
  readonly stages: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** How an HTTP API answers pages of other origins (developer guide: "Configure CORS for HTTP APIs in API Gateway"). */
export interface Cors {
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  /** In seconds. */
  readonly maxAge?: number;
}

export interface Route {
  /** `GET`, or `ANY`. */
  readonly method: string;
  /** `/letters/{id}`, `/{proxy+}`, or `$default`. */
  readonly path: string;
  /** As events name it: `GET /letters/{id}`. */
  readonly key: string;
  readonly integration: Integration;
  /** A function that lets requests in, `AWS_IAM` for what is signed, or undefined for all. */
  readonly authorizer?: Authorizer | 'AWS_IAM' | undefined;
  /** Scopes of which a token must have one. */
  readonly scopes?: readonly string[] | undefined;
}

/** What a route hands requests to (developer guide: "x-amazon-apigateway-integration object"). */
export interface Integration {
  /** `AWS_PROXY`, `AWS` or `MOCK`, if it runs here. */
  readonly type: string;
  /** `EventBridge-PutEvents`: an HTTP API's call of a service. */
  readonly subtype?: string | undefined;
  /** The ARN of a function, or `arn:aws:apigateway:REGION:SERVICE:path/…` or `…:action/…`. */
  readonly uri: string;
  /** The role that it calls with. */
  readonly credentials?: string | undefined;
  readonly payloadFormatVersion: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: string;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  /** Of the status of the service, or of the error of a function; none: of all else. */
  readonly selectionPattern?: string | undefined;
  readonly statusCode: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** A function that lets requests in (developer guide: "Use API Gateway Lambda authorizers"), or what a token must say. */
export interface Authorizer {
  readonly id: string;
  /** `TOKEN`, of a REST API, `REQUEST`, or `JWT`. */
  readonly type: string;
  readonly uri: string;
  readonly credentials?: string | undefined;
  /** `$request.header.Authorization` or `method.request.header.Authorization`. */
  readonly identitySources: readonly string[];
  readonly identityValidationExpression?: string | undefined;
  readonly payloadFormatVersion: string;
  readonly simpleResponses: boolean;
  readonly resultTtlSeconds: number;
  /** Of `JWT`: who must have issued a token, and for whom. */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] } | undefined;
}

/** The function in the URI of an integration, which may be its ARN alone. */
export const functionIn = (uri: string): string => /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** The service in the URI of an integration; `lambda` for the ARN of a function alone. */
export const serviceIn = (uri: string): string => {
  const [, , service = '', , named = ''] = uri.split(':');
  return service === 'apigateway' ? named : service;
};
