import { existsSync, readFileSync } from 'node:fs';
import { commandLine } from '#cli/aws/command-line.ts';
import { LOCAL_ENDPOINT } from '#cli/aws/endpoint.ts';
import type { Context, Settings } from '#cli/project/settings.ts';
import type { Runtime } from '#local/start-runtime.ts';

/** What a person can do next, with the addresses and the lines to paste. */
export function whatNext(
  {
    endpoint,
    inboxUrl,
    inspector,
    status,
  }: Pick<Runtime, 'endpoint' | 'inspector' | 'status'> & { readonly inboxUrl: string },
  /** Further names that it is asked by. */
  hosts: readonly string[],
  /** Where the monitor is, and what one may put to see something in it; undefined when there is none. */
  monitor: { readonly url: string; readonly sample: Settings['sample'] } | undefined,
  /** The CDK context of what runs, to be repeated in the commands. */
  context: Context = {},
): string {
  const { sample } = monitor ?? {};
  // The last sample again changes nothing: jobs act once.
  const next = sample && (sample.next ?? { entries: sample.entries.at(-1) ?? '', key: sample.key });
  const urls = Object.entries(status().urls);
  const { apis } = status();
  return [
    '',
    `Running at ${endpoint}. Press Ctrl-C to stop.`,
    ...(hosts.length > 0
      ? [
          `It answers as ${hosts.join(', ')} too: whoever reaches a port of it there can run code as you. Use it in networks that you trust only.`,
        ]
      : []),
    '',
    ...(monitor ? ['Watch the business processes:', `  ${monitor.url}`] : []),
    ...(inspector ? ['Attach a debugger (time stops while it has paused a function):', `  ${inspector}`] : []),
    'Read the emails:',
    `  ${inboxUrl}`,
    ...(urls.length > 0 ? ['Call the functions over HTTP, signed as AWS wants it (aws:amz:REGION:lambda):'] : []),
    ...urls.map(([name, url]) => `  ${url}  (${name})`),
    ...(apis.length > 0 ? ['Call the APIs:'] : []),
    ...apis.map(({ name, url }) => `  ${url}  (${name})`),
    'Put an event with the AWS CLI:',
    `  ${madeUpAccount()}aws --endpoint-url ${endpoint} events put-events --entries ${next ? entriesOf(next.entries, sample?.bus) : `'[{"Source":"me","DetailType":"Tried","Detail":"{}"}]'`}`,
    ...(next
      ? [
          'See what happened to it:',
          `  ${commandLine(['trace', next.key], endpoint === LOCAL_ENDPOINT ? { context } : { access: { endpoint }, context }, {})}`,
        ]
      : []),
  ].join('\n');
}

/** Entries for the CLI: on the bus of this deployment, if their file names another. */
function entriesOf(file: string, bus: string | undefined): string {
  if (bus === undefined || !existsSync(file)) return `file://${file}`;
  const named = [...readFileSync(file, 'utf8').matchAll(/"EventBusName":\s*"([^"]+)"/g)].map(([, name]) => name);
  const [other] = named.filter((name) => name !== bus);
  return other === undefined ? `file://${file}` : `"$(sed 's/"${other}"/"${bus}"/' ${file})"`;
}

/** The CLI signs what it sends, so it wants credentials and a region, but any will do. Both of its versions know this name. */
function madeUpAccount(env = process.env): string {
  const credentials =
    env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE ? '' : 'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local ';
  return `${credentials}${env.AWS_REGION || env.AWS_DEFAULT_REGION ? '' : 'AWS_DEFAULT_REGION=us-east-1 '}`;
}
