import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The class path of a library from Maven Central and all that it needs, which stays in the temporary folder for the next run.
 * Throws where Maven is missing or Maven Central cannot be reached. @param coordinates `GROUP:ARTIFACT:VERSION`
 */
export function classPathOf(coordinates: string): string {
  const [group, artifact, version] = coordinates.split(':');
  const folder = join(tmpdir(), 'choreography-oracles', `${artifact}-${version}`);
  const jars = join(folder, 'jars');
  if (!existsSync(jars)) {
    const fresh = join(folder, `fresh-${process.pid}`);
    mkdirSync(fresh, { recursive: true });
    const dependency = `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
    writeFileSync(
      join(fresh, 'pom.xml'),
      `<project><modelVersion>4.0.0</modelVersion><groupId>oracle</groupId><artifactId>oracle</artifactId><version>1</version><dependencies>${dependency}</dependencies></project>`,
    );
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(fresh, 'jars')}`];
    run('mvn', ['-q', '-f', join(fresh, 'pom.xml'), ...goal]);
    renameSync(join(fresh, 'jars'), jars);
    rmSync(fresh, { recursive: true });
  }
  return readdirSync(jars)
    .map((jar) => join(jars, jar))
    .join(delimiter);
}

/** Compiles a Java source; gives the class path to run its class with. */
export function compileJava(source: string, classPath: string): string {
  const classes = join(tmpdir(), 'choreography-oracles', 'classes');
  mkdirSync(classes, { recursive: true });
  run('javac', ['-cp', classPath, '-d', classes, source]);
  return [classPath, classes].join(delimiter);
}

/** What a program prints. @param input what it is given to read */
export const run = (command: string, parameters: readonly string[], input?: string): string =>
  execFileSync(command, parameters, {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 30,
    timeout: 1_200_000,
  });
