import type { Runtime } from '../local/start-runtime.ts';
import type { Settings } from '../settings.ts';

/** What a person can do next, with the addresses and the lines to paste. */
export function whatNext({ endpoint, inboxUrl, status }: Runtime, { sample }: Settings, placed: boolean): string {
  const urls = Object.entries(status().urls).map(([name, url]) => `  ${url}  (${name}; signed calls only)`);
  const entries = sample.entries.at(-1);
  return [
    '',
    `Running at ${endpoint}. Press Ctrl-C to stop.`,
    '',
    `Read the emails:    ${inboxUrl}`,
    'Call the functions over HTTP:',
    ...urls,
    'Put an event with the AWS CLI (any credentials, region us-east-1):',
    `  aws --endpoint-url ${endpoint} events put-events --entries file://${entries}`,
    ...(placed ? ['See what happened to an order:', `  npx choreography trace ${sample.order}`] : []),
  ].join('\n');
}
