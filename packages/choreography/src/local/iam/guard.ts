import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { errorAnswer } from '#local/gateway/error-answer.ts';
import type { RequestHandler } from '#local/gateway/gateway.ts';
import { s3Demands, statesDemands } from './demands/beside.ts';
import type { Demands } from './demands/demand.ts';
import { eventsDemands } from './demands/events.ts';
import { iamDemands } from './demands/iam.ts';
import { lambdaDemands } from './demands/lambda.ts';
import { cloudformationDemands, logsDemands, otherDemands, snsDemands } from './demands/others.ts';
import { schedulerDemands } from './demands/scheduler.ts';
import { sesDemands } from './demands/ses.ts';
import { sqsDemands } from './demands/sqs.ts';
import { ssmDemands } from './demands/ssm.ts';
import { stsDemands } from './demands/sts.ts';
import type { Iam } from './iam.ts';
import { staysInOwnAccount } from './own-account.ts';

/** Lets services answer what their callers may ask of them; the refusal of all else is in each service's own form. */
export function guarded(
  services: Readonly<Record<string, RequestHandler>>,
  demands: Readonly<Record<string, Demands>>,
  iam: Iam,
): Record<string, RequestHandler> {
  const all: Readonly<Record<string, Demands>> = { ...DEMANDS, ...demands };
  return Object.fromEntries(
    Object.entries(services).map(([service, answer]) => [
      service,
      guard(service, answer, all[service] ?? otherDemands(service), iam),
    ]),
  );
}

const DEMANDS: Readonly<Record<string, Demands>> = {
  events: eventsDemands,
  lambda: lambdaDemands,
  sqs: sqsDemands,
  ses: sesDemands,
  email: sesDemands,
  logs: logsDemands,
  cloudformation: cloudformationDemands,
  sns: snsDemands,
  sts: stsDemands,
  iam: iamDemands,
  ssm: ssmDemands,
  scheduler: schedulerDemands,
  s3: s3Demands,
  states: statesDemands,
};

function guard(service: string, answer: RequestHandler, demands: Demands, iam: Iam): RequestHandler {
  return (request) => {
    try {
      const caller = iam.callerOf(request);
      if (!staysInOwnAccount(service, request, caller)) iam.demand(caller, demands(request, caller));
    } catch (error) {
      if (error instanceof AwsError) return refusal(service, error, request);
      throw error;
    }
    return answer(request);
  };
}

/** What services call a refusal, and their status for it, where that is not AccessDeniedException and 400. */
const REFUSALS: Readonly<Record<string, { readonly inForm?: string; readonly status: number }>> = {
  sns: { inForm: 'AuthorizationError', status: 403 },
  ses: { inForm: 'AccessDenied', status: 403 },
  email: { inForm: 'AccessDenied', status: 403 },
  cloudformation: { inForm: 'AccessDenied', status: 403 },
  sts: { inForm: 'AccessDenied', status: 403 },
  iam: { inForm: 'AccessDenied', status: 403 },
  lambda: { status: 403 },
  s3: { inForm: 'AccessDenied', status: 403 },
  scheduler: { status: 403 },
  sqs: { status: 403 },
};

/** How services of the JSON protocols name what is wrong with an access key. */
const OF_KEYS: Readonly<Record<string, string>> = {
  ExpiredToken: 'ExpiredTokenException',
  InvalidClientTokenId: 'UnrecognizedClientException',
};

function refusal(service: string, error: AwsError, request: AwsRequest): AwsResponse {
  const { message } = error;
  const ofKey = OF_KEYS[error.name];
  if (ofKey !== undefined) {
    const name = REFUSALS[service]?.inForm === undefined ? ofKey : error.name;
    return errorAnswer(new AwsError(name, message, error.status), request, service);
  }
  const { inForm, status = 400 } = REFUSALS[service] ?? {};
  // Version 2 of SES has JSON, and the name that it has with others.
  const isForm = inForm !== undefined && !request.path.startsWith('/v2/');
  const name = isForm ? inForm : 'AccessDeniedException';
  const answer = errorAnswer(new AwsError(name, message, status), request, service);
  // By what clients of its older protocol call it.
  return service === 'sqs'
    ? { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': 'AccessDenied;Sender' } }
    : answer;
}
