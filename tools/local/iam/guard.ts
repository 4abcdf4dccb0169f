import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { AwsResponse } from '../backend.ts';
import type { Answer } from '../gateway.ts';
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
        if (error instanceof AwsError) return refusal(service, error);
        throw error;
      }
    }
    return answer(request);
  };
}

function refusal(service: string, { message }: AwsError): AwsResponse {
  if (QUERY.has(service)) return inXml(message);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-errortype': 'AccessDeniedException',
    'x-amzn-requestid': randomUUID(),
    // By what clients of its older protocol call it.
    ...(service === 'sqs' && { 'x-amzn-query-error': 'AccessDenied;Sender' }),
  };
  const body = { __type: 'com.amazon.coral.service#AccessDeniedException', message, Message: message };
  return { status: FORBIDDING.has(service) ? 403 : 400, headers, body: JSON.stringify(body) };
}

/** Services that answer in XML, and those that answer 403 where the others answer 400. */
const QUERY = new Set(['ses', 'email', 'sns', 'cloudformation']);
const FORBIDDING = new Set(['lambda', 'sqs']);

function inXml(message: string): AwsResponse {
  const text = message.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${text}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status: 403, headers: { 'content-type': 'text/xml' }, body };
}
