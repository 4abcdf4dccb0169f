import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { jobLogger } from '#jobs/log/job-logger.ts';
import type { ErrorAnswer, RevealAnswer } from '#monitor/api-types.ts';
import { readClear } from '#monitor/events/clear-events.ts';
import { BadParameter, Cursor, Key, readParameters, toCursor } from './parameters.ts';

/**
 * The job that tells the events of one instance unmasked: `GET /?key=KEY`, by its function URL. Lambda itself says who asks, and only
 * whom IAM lets call the URL gets here. Who was shown what is logged before it is answered, without any of the data.
 */
export function revealJob(monitor: Pick<Monitor, 'name'>) {
  const logger = jobLogger(`${monitor.name}/reveal`, 'INFO');
  return async ({
    requestContext,
    rawQueryString,
  }: APIGatewayProxyEventV2WithIAMAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method, sourceIp } = requestContext.http;
    if (method !== 'GET') return respond(405, { error: `Only GET is answered, not ${method}.` });
    const caller = requestContext.authorizer?.iam;
    if (!caller?.userArn) return respond(403, { error: 'Ask by the function URL, signed: who asks has to be known.' });
    try {
      const { key, cursor } = readParameters(new URLSearchParams(rawQueryString), { key: Key.min(1), cursor: Cursor });
      const { events, last } = await readClear(key, cursor);
      const who = { who: caller.userArn, userId: caller.userId, sourceIp };
      logger.info('revealed', { ...who, key, eventIds: events.map(({ eventId }) => eventId) });
      return respond(200, { key, events, cursor: toCursor(last) });
    } catch (error) {
      if (error instanceof BadParameter) return respond(400, { error: error.message, field: error.field });
      throw error;
    }
  };
}

const respond = (statusCode: number, body: RevealAnswer | ErrorAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
