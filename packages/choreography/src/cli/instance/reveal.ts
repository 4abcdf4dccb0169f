import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyNoAnswer } from '#cli/aws/why-no-answer.ts';
import type { ErrorAnswer, InstanceView, RecordedEvent, RevealAnswer } from '#monitor/api-types.ts';
import { InputError } from '#template/input-error.ts';

/** The data of an instance's events as it was said, by the events' ids. */
export type ClearData = ReadonlyMap<string, unknown>;

/**
 * Asks the monitor for the events of an instance unmasked, with the caller's own credentials: at a function URL, where Lambda tells
 * the job who asks. Throws an InputError when the monitor reveals nothing, or not to this caller.
 * @param monitorApi the function of the monitor's API, beside which the one that reveals is
 */
export async function reveal(access: Access, monitorApi: string, key: string): Promise<ClearData> {
  const name = monitorApi.replace(/_api$/, '_reveal');
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  try {
    const url = await urlOf(lambda, name, access);
    const clear = new Map<string, unknown>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: Record<string, string> = cursor ? { key, cursor } : { key };
      const answer: RevealAnswer = await ask(lambda, url, query, name);
      for (const { eventId, data } of answer.events) clear.set(eventId, data);
      cursor = answer.cursor;
    }
    return clear;
  } finally {
    lambda.destroy();
  }
}

/** An instance with the data that is revealed of it; all else stays masked. */
export const revealed = <View extends Pick<InstanceView, 'events'>>(view: View, clear: ClearData): View => ({
  ...view,
  events: view.events.map((event: RecordedEvent) =>
    clear.has(event.eventId) ? { ...event, data: clear.get(event.eventId) } : event,
  ),
});

async function urlOf(lambda: LambdaClient, FunctionName: string, access: Access): Promise<string> {
  try {
    const { FunctionUrl = '' } = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    return FunctionUrl;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'AccessDeniedException') throw notAllowed(FunctionName);
    if (name !== 'ResourceNotFoundException')
      throw new InputError(whyNoAnswer(error as Error, FunctionName, access.endpoint));
    throw new InputError(
      `The monitor at ${access.endpoint ?? 'AWS'} keeps nothing unmasked: there is no function "${FunctionName}". Declare it with defineMonitor(…, { reveals: true }); what comes once that is deployed can be revealed, for 30 days.`,
    );
  }
}

async function ask(
  lambda: LambdaClient,
  url: string,
  query: Record<string, string>,
  name: string,
): Promise<RevealAnswer> {
  const { protocol, host, hostname, port, pathname: path } = new URL(url);
  const signer = new SignatureV4({
    ...{ service: 'lambda', sha256: Hash.bind(null, 'sha256') },
    ...{ region: lambda.config.region, credentials: lambda.config.credentials },
  });
  const request = { method: 'GET', protocol, hostname, path, query, headers: { host } };
  const { headers } = await signer.sign({ ...request, ...(port && { port: Number(port) }) });
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { headers }).catch((error: Error) => {
    throw new InputError(`${url} cannot be reached: ${String((error.cause as Error)?.message ?? error.message)}.`);
  });
  if (answer.status === 403) throw notAllowed(name);
  const body = (await answer.json()) as RevealAnswer & ErrorAnswer;
  if (answer.status !== 200)
    throw new InputError(`The function ${name} reveals nothing: ${answer.status} ${body.error ?? 'without a reason'}`);
  return body;
}

const notAllowed = (name: string): InputError =>
  new InputError(
    `You may not see events unmasked: your credentials lack the permission to call the URL of ${name}. Whoever administers the account can give you the policy that the monitor's stack has as its output MayRevealArn.`,
  );
