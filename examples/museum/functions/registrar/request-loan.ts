import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { decideOnce, describe, Refusal, say } from 'choreography/jobs';
import { LoanRequested } from '../../events/loan-requested.ts';
import { registrar } from './participant.ts';

/** Takes a loan over HTTP: 202, also when it comes again; 400 or 409 with what is wrong. */
export async function handler(
  { body }: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const parsed = registrar.jobs['request-loan'].accepts.safeParse(readJson(body));
  if (!parsed.success) return respond(400, { error: describe(parsed.error, 'body') });
  const { data } = parsed;
  const incoming = {
    data,
    key: data.loanId,
    eventId: null,
    correlationId: data.loanId,
    hops: 0,
  };
  try {
    await decideOnce({ participant: registrar.name, name: 'request-loan' }, decide, incoming, context);
    return respond(202, { loanId: data.loanId });
  } catch (error) {
    if (error instanceof Refusal) return respond(409, { error: error.message });
    throw error;
  }
}

const decide = async (data: (typeof LoanRequested.data)['_output']) => ({
  writes: [],
  events: [say(LoanRequested, data)],
});

function readJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

const respond = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
