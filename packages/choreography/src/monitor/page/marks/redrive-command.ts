/** Where the monitor is that the page shows: an endpoint, or a profile of AWS. */
let where: { readonly endpoint?: string; readonly profile?: string } = {};

/** Takes from an answer's headers where the monitor is, as the command says that serves the page. */
export function takeWhere(headers: Pick<Headers, 'get'>): void {
  const [endpoint, profile] = ['monitor-endpoint', 'monitor-profile'].map((name) => headers.get(name));
  where = {
    ...(endpoint && { endpoint: decodeURIComponent(endpoint) }),
    ...(profile && { profile: decodeURIComponent(profile) }),
  };
}

/** The command line that gives what a job set aside back to it, where the monitor is: of one instance, or all of it. */
export const redriveCommand = (participant: string, job: string, key?: string, process?: string): string =>
  [
    ...(where.profile === undefined ? [] : [`AWS_PROFILE=${quoted(where.profile)}`]),
    `npx choreography redrive ${quoted(`${participant}/${job}`)}`,
    ...(key === undefined ? [] : ['--key', quoted(key)]),
    ...(process === undefined ? [] : ['--process', quoted(process)]),
    ...(where.endpoint === undefined ? [] : ['--endpoint-url', quoted(where.endpoint)]),
  ].join(' ');

/** A key may hold anything, and a shell must take it for one word. */
const quoted = (word: string): string => (/^[\w.@:/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
