import { commandLine } from '#cli/aws/command-line.ts';
import { LOCAL_ENDPOINT } from '#cli/aws/endpoint.ts';
import type { Settings } from '#cli/settings.ts';
import type { Runtime } from '#local/start-runtime.ts';

/** What a person can do next, with the addresses and the lines to paste. */
export function whatNext(
  { endpoint, inboxUrl, status }: Pick<Runtime, 'endpoint' | 'inboxUrl' | 'status'>,
  /** Where the monitor is, and what one may put to see something in it; undefined when there is none. */
  monitor: { readonly url: string; readonly next: Settings['sample']['next'] } | undefined,
): string {
  const urls = Object.entries(status().urls);
  return [
    '',
    `Running at ${endpoint}. Press Ctrl-C to stop.`,
    '',
    ...(monitor ? ['Watch the business processes:', `  ${monitor.url}`] : []),
    'Read the emails:',
    `  ${inboxUrl}`,
    ...(urls.length > 0 ? ['Call the functions over HTTP, signed as AWS wants it (aws:amz:REGION:lambda):'] : []),
    ...urls.map(([name, url]) => `  ${url}  (${name})`),
    'Put an event with the AWS CLI:',
    `  ${madeUpAccount()}aws --endpoint-url ${endpoint} events put-events --entries ${monitor ? `file://${monitor.next.entries}` : `'[{"Source":"me","DetailType":"Tried","Detail":"{}"}]'`}`,
    ...(monitor
      ? [
          'See what happened to it:',
          `  ${commandLine(['trace', monitor.next.key], endpoint === LOCAL_ENDPOINT ? {} : { access: { endpoint } }, {})}`,
        ]
      : []),
  ].join('\n');
}

/** The CLI signs what it sends, so it wants credentials and a region, but any will do. Both of its versions know this name. */
function madeUpAccount(env = process.env): string {
  const credentials =
    env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE ? '' : 'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local ';
  return `${credentials}${env.AWS_REGION || env.AWS_DEFAULT_REGION ? '' : 'AWS_DEFAULT_REGION=us-east-1 '}`;
}
