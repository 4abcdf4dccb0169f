import { AwsError } from '#local/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/backend.ts';
import { errorAnswer } from '#local/error-answer.ts';
import type { Answer } from '#local/gateway.ts';
import type { Demands } from './demands/demand.ts';
import { eventsDemands } from './demands/events.ts';
import { lambdaDemands } from './demands/lambda.ts';
import { cloudformationDemands, logsDemands, otherDemands, snsDemands, stsDemands } from './demands/others.ts';
import { sesDemands } from './demands/ses.ts';
import { sqsDemands } from './demands/sqs.ts';
import type { Iam } from './iam.ts';

/** Lets services answer what their callers may ask of them; the refusal of all else is in each service's own form. */
export function guarded(
  services: Readonly<Record<string, Answer>>,
  demands: Readonly<Record<string, Demands>>,
  iam: Iam,
): Record<string, Answer> {
  const all: Readonly<Record<string, Demands>> = { ...DEMANDS, ...demands };
  return Object.fromEntries(
    Object.entries(services).map(([service, answer]) => [
      service,
      guard(service, answer, all[service] ?? otherDemands(service), iam),
    ]),
  );
}

const DEMANDS: Readonly<Record<string, Demands>> = {
  ...{ events: eventsDemands, lambda: lambdaDemands, sqs: sqsDemands, ses: sesDemands, email: sesDemands },
  ...{ logs: logsDemands, cloudformation: cloudformationDemands, sns: snsDemands, sts: stsDemands },
};

function guard(service: string, answer: Answer, demands: Demands, iam: Iam): Answer {
  return (request) => {
    const caller = iam.callerOf(request);
    if (caller) {
      try {
        iam.demand(caller, demands(request));
      } catch (error) {
        if (error instanceof AwsError) return refusal(service, error, request);
        throw error;
      }
    }
    return answer(request);
  };
}

/** What services call a refusal, and their status for it, where that is not AccessDeniedException and 400. */
const REFUSALS: Readonly<Record<string, { readonly inForm?: string; readonly status: number }>> = {
  sns: { inForm: 'AuthorizationError', status: 403 },
  ...{ ses: { inForm: 'AccessDenied', status: 403 }, email: { inForm: 'AccessDenied', status: 403 } },
  ...{ cloudformation: { inForm: 'AccessDenied', status: 403 }, sts: { inForm: 'AccessDenied', status: 403 } },
  ...{ lambda: { status: 403 }, sqs: { status: 403 } },
};

function refusal(service: string, { message }: AwsError, request: AwsRequest): AwsResponse {
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
