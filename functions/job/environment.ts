/** A variable of the function's environment, which its stack sets. Throws a sentence where it is missing. */
export function environment(name: 'BUS_NAME' | 'TABLE_NAME' | 'DLQ_URL' | 'SENDER'): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set: the function's stack must set it.`);
  return value;
}
