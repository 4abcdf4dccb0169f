import { AwsError } from '#local/gateway/aws-error.ts';
import { evaluateStatements } from '#local/iam/judge.ts';
import { compilePolicy, type PolicyDocument } from '#local/iam/policy.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import { arn } from '#local/runtime/account.ts';
import { isObject } from '#template/document/as-object.ts';
import type { Authorizer } from './api.ts';
import { methodArn, type RoutedCall } from './api-call.ts';
import type { ApiServices } from './api-services.ts';
import { invokeFor } from './integration/call-function.ts';
import type { Cause } from './integration/gateway-answer.ts';
import { eventV1, eventV2 } from './integration/proxy-event.ts';
import { authorizeByToken } from './jwt-authorizer.ts';
import { parameterValue } from './parameter-value.ts';

/** What a function said of who asks; or why a request is not let in. */
export type Authorization = { readonly context: Readonly<Record<string, unknown>> } | { readonly cause: Cause };

/** The authorizers of APIs, with what they have said for as long as that counts. */
export class Authorizers {
  readonly #said = new Map<string, { readonly answer: unknown; readonly until: number }>();

  constructor(private readonly services: ApiServices) {}

  /**
   * Asks the function that lets requests in to a route (developer guide: "Use API Gateway Lambda authorizers", "Control access to HTTP APIs
   * with AWS Lambda authorizers"). What it answers counts for the same values of its identity sources until its time is over.
   */
  async ask(authorizer: Authorizer, call: RoutedCall): Promise<Authorization> {
    if (authorizer.jwt) return authorizeByToken(authorizer, call);
    const identity = authorizer.identitySources.map((source) => parameterValue(source, call));
    const [token = ''] = identity;
    if (identity.includes(undefined)) return { cause: 'unauthorized' };
    const { identityValidationExpression: expression, type, resultTtlSeconds: ttl } = authorizer;
    if (type === 'TOKEN' && expression !== undefined && !new RegExp(`^(?:${expression})$`).test(token))
      return { cause: 'unauthorized' };
    const isKept = ttl > 0 && identity.length > 0;
    const key = JSON.stringify([call.api.id, call.stage, authorizer.id, identity]);
    const kept = this.#said.get(key);
    const said =
      kept && kept.until > call.now ? kept.answer : await this.#invoke(authorizer, call, identity as string[]);
    if (isObject(said) && 'cause' in said) return said as { cause: Cause };
    if (isKept && said !== kept?.answer) this.#said.set(key, { answer: said, until: call.now + ttl * 1000 });
    return authorizer.simpleResponses ? simple(said) : byPolicy(said, call);
  }

  /** Forgets what was said: the functions or the APIs are others now. */
  forget(): void {
    this.#said.clear();
  }

  async #invoke(authorizer: Authorizer, call: RoutedCall, identity: readonly string[]): Promise<unknown> {
    const { id, uri, credentials } = authorizer;
    const source = arn('execute-api', `${call.api.id}/authorizers/${id}`);
    try {
      const outcome = await invokeFor(
        { uri, credentials, source },
        eventOf(authorizer, call, identity),
        call,
        this.services,
      );
      if (outcome.functionError) return { cause: saysUnauthorized(outcome) ? 'unauthorized' : 'authorizer failed' };
      return JSON.parse(outcome.payload);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { cause: 'authorizer failed' };
    }
  }
}

function eventOf(authorizer: Authorizer, call: RoutedCall, identity: readonly string[]): object {
  const { type, payloadFormatVersion } = authorizer;
  if (type === 'TOKEN') return { type, methodArn: methodArn(call), authorizationToken: identity[0] };
  const isV2 = call.api.protocol === 'HTTP' && payloadFormatVersion === '2.0';
  const { body, isBase64Encoded, ...event } = isV2 ? eventV2(call) : eventV1(call);
  if (isV2) return { ...event, type, routeArn: methodArn(call), identitySource: identity.length > 0 ? identity : null };
  const sources = { identitySource: identity.join(','), authorizationToken: identity.join(',') };
  return { ...event, type, methodArn: methodArn(call), ...(call.api.protocol === 'HTTP' && sources) };
}

/** A function that fails with the message "Unauthorized" means 401, any other failure is its own. */
const saysUnauthorized = ({ payload }: Outcome): boolean => Object(JSON.parse(payload)).errorMessage === 'Unauthorized';

/** `{ isAuthorized, context }` */
function simple(said: unknown): Authorization {
  if (!isObject(said) || typeof said.isAuthorized !== 'boolean') return { cause: 'authorizer failed' };
  return said.isAuthorized ? { context: isObject(said.context) ? said.context : {} } : { cause: 'denied' };
}

/** `{ principalId, policyDocument, context }`: the policy must allow `execute-api:Invoke` of the method. */
function byPolicy(said: unknown, call: RoutedCall): Authorization {
  if (!isObject(said) || !isObject(said.policyDocument)) return { cause: 'authorizer failed' };
  if (call.api.protocol === 'REST' && said.principalId === undefined) return { cause: 'authorizer failed' };
  const asked = {
    ...{ principal: { service: 'apigateway.amazonaws.com' }, action: 'execute-api:Invoke', resource: methodArn(call) },
    context: (key: string) => (key === 'aws:sourceip' ? ['127.0.0.1'] : undefined),
  };
  try {
    const { allowedBy, deniedBy } = evaluateStatements(compilePolicy(said.policyDocument as PolicyDocument), asked);
    if (deniedBy) return { cause: 'denied explicitly' };
    if (!allowedBy) return { cause: 'denied' };
  } catch {
    return { cause: 'authorizer failed' };
  }
  const context = isObject(said.context) ? said.context : {};
  if (call.api.protocol === 'HTTP') return { context };
  const texts = Object.entries(context).map(([name, value]) => [name, String(value)]);
  return { context: { principalId: said.principalId, integrationLatency: 0, ...Object.fromEntries(texts) } };
}
