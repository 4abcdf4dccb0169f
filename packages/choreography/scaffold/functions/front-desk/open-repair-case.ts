import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { decideOnce, describe, Refusal, say } from 'choreography/jobs';
import { RepairCaseOpened } from '../../events/repair-case-opened.ts';
import { frontDesk } from './participant.ts';

/** Takes a repair case over HTTP: 202, also when it comes again; 400 or 409 with what is wrong. */
export async function handler(
  { body }: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const parsed = frontDesk.jobs['open-repair-case'].accepts.safeParse(readJson(body));
  if (!parsed.success) return respond(400, { error: describe(parsed.error, 'body') });
  const { data } = parsed;
  const incoming = {
    data,
    key: data.repairCaseId,
    eventId: null,
    correlationId: data.repairCaseId,
    hops: 0,
  };
  try {
    await decideOnce({ participant: frontDesk.name, name: 'open-repair-case' }, decide, incoming, context);
    return respond(202, { repairCaseId: data.repairCaseId });
  } catch (error) {
    if (error instanceof Refusal) return respond(409, { error: error.message });
    throw error;
  }
}

const decide = async (data: (typeof RepairCaseOpened.data)['_output']) => ({
  writes: [],
  events: [say(RepairCaseOpened, data)],
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
