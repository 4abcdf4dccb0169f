import type { Access } from './endpoint.ts';

/** Where a command works, to be repeated in the commands that it prints. */
export interface CommandContext {
  readonly access?: Pick<Access, 'endpoint'>;
  /** CDK context, such as `{ stage: 'dev' }`. */
  readonly context?: Readonly<Record<string, string>>;
  readonly process?: string | undefined;
}

/**
 * A command of this tool to be pasted into a POSIX shell, which works where the one works that prints it: with the endpoint (also
 * one that was found, as another may be found later), the context, the process and, on AWS itself, the profile.
 */
export function commandLine(
  words: readonly string[],
  { access, context = {}, process: name }: CommandContext = {},
  { AWS_PROFILE } = process.env,
): string {
  const endpoint = access?.endpoint;
  return [
    ...(AWS_PROFILE && endpoint === undefined ? [`AWS_PROFILE=${quoted(AWS_PROFILE)}`] : []),
    ...['npx', 'choreography', ...words].map(quoted),
    ...(name === undefined ? [] : ['--process', quoted(name)]),
    ...Object.entries(context).flatMap(([key, value]) => ['-c', quoted(`${key}=${value}`)]),
    ...(endpoint === undefined ? [] : ['--endpoint-url', quoted(endpoint)]),
  ].join(' ');
}

/** A word quoted for a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w.@%+=:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
