import { fileURLToPath } from 'node:url';
import { classPathOf, compileJava, run } from '../maven.ts';

export const EVENT_RULER = 'software.amazon.event.ruler:event-ruler:2.1.0';

/** Patterns and events as JSON texts, each pattern to be compared with each event. */
export interface RulerRequest {
  readonly patterns: readonly string[];
  readonly events: readonly string[];
}

/** By pattern: whether it matches each event, or why it is refused. */
export type Answered = readonly (readonly boolean[] | string)[];

/** What AWS's own matcher answers, all in one process. */
export function askRuler(asked: readonly RulerRequest[]): Answered[] {
  const source = fileURLToPath(new URL('./RulerOracle.java', import.meta.url));
  const classPath = compileJava(source, classPathOf(EVENT_RULER));
  const input = asked.map((each) => `${JSON.stringify(each)}\n`).join('');
  const lines = run('java', ['-cp', classPath, 'RulerOracle'], input).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}
