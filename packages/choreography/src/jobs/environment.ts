/** A variable of the function's environment, which its stack sets. Throws a sentence where it is missing. */
export function environment(
  name: 'BUS_NAME' | 'CLEAR_TABLE_NAME' | 'TABLE_NAME' | 'DLQ_URL' | 'RETRY_URL' | 'SENDER' | 'STACK_PREFIX',
): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set: the function's stack must set it.`);
  return value;
}

/**
 * The URLs of the queues that remind the participant's HTTP jobs of what they left unsaid, by job, from the variable REMINDER_QUEUES:
 * `{"lend-book":"https://…"}`. Empty for a job that does not read the table's stream.
 */
export function reminderQueues(): Readonly<Record<string, string>> {
  return JSON.parse(process.env.REMINDER_QUEUES ?? '{}');
}

/**
 * The versions of the contracts that the job was routed to when its stack was made, by event type, from the variable HEARS:
 * `{"BookLent":1}`. Empty for a job that hears anything.
 */
export function heardVersions(): Readonly<Record<string, number>> {
  return JSON.parse(process.env.HEARS ?? '{}');
}
