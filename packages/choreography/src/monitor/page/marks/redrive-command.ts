/** The command line that gives what a job set aside back to it: of one instance, or all of it. */
export const redriveCommand = (participant: string, job: string, key?: string): string =>
  `npx choreography redrive ${participant}/${job}${key === undefined ? '' : ` --key ${quoted(key)}`}`;

/** A key may hold anything, and a shell must take it for one word. */
const quoted = (word: string): string => (/^[\w.@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
