import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scenario } from './scenarios.ts';

const VERSION = '2.1.0';

/** Events per second of the processor, the best of some rounds: the machine may have others to serve. */
export interface Rate {
  /** From the event's JSON text to the rules that match. */
  readonly fromText: number;
  /** Matching alone: the event is parsed already, as in the runtime, which checks it when it comes. */
  readonly alone: number;
  /** How often all rules together match the events, each once. */
  readonly matches: number;
}

/**
 * AWS's own matcher from Maven Central, compiled and run here. What is downloaded stays in the temporary folder for the next
 * run. Returns why it cannot run where Java or Maven are missing, or Maven Central cannot be reached.
 */
export function eventRuler(): { rate(scenario: Scenario, seconds: number): Rate } | { missing: string } {
  const folder = join(tmpdir(), `choreography-bench-event-ruler-${VERSION}`);
  try {
    mkdirSync(folder, { recursive: true });
    const jars = join(folder, 'jars');
    if (!existsSync(jars)) download(folder, jars);
    const classpath = [...readdirSync(jars).map((jar) => join(jars, jar)), folder].join(delimiter);
    const source = fileURLToPath(new URL('./Ruler.java', import.meta.url));
    run('javac', ['-cp', classpath, '-d', folder, source]);
    return { rate: (scenario, seconds) => measure(scenario, seconds, folder, classpath) };
  } catch (error) {
    return { missing: (error as Error).message.split('\n')[0] ?? 'it failed' };
  }
}

function download(folder: string, jars: string): void {
  const dependency = `<dependency><groupId>software.amazon.event.ruler</groupId><artifactId>event-ruler</artifactId><version>${VERSION}</version></dependency>`;
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project><modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>bench</artifactId><version>1</version><dependencies>${dependency}</dependencies></project>`,
  );
  run('mvn', ['-q', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`]);
}

function measure({ patterns, events }: Scenario, seconds: number, folder: string, classpath: string): Rate {
  const [patternsFile, eventsFile] = [join(folder, 'patterns'), join(folder, 'events')];
  writeFileSync(patternsFile, patterns.join('\n'));
  writeFileSync(eventsFile, events.join('\n'));
  return JSON.parse(run('java', ['-cp', classpath, 'Ruler', patternsFile, eventsFile, String(seconds)]));
}

const run = (command: string, parameters: string[]): string =>
  execFileSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
