/** The command line that gives what a job set aside back to it: of one order, or all of it. */
export const redriveCommand = (participant: string, job: string, orderId?: string): string =>
  `npx choreography redrive ${participant}/${job}${orderId === undefined ? '' : ` --order ${quoted(orderId)}`}`;

/** An id may hold anything, and a shell must take it for one word. */
const quoted = (word: string): string => (/^[\w.@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
