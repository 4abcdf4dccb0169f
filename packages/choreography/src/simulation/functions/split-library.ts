import { SourceMap, type SourceMapPayload } from 'node:module';
import { parseSync, type Statement } from 'oxc-parser';
import { type Names, namesIn } from './names-in.ts';

/** A bundle's statements in two parts, each in order: libraries first, which do not depend on the function's own code. */
export interface SplitCode {
  readonly library: string;
  readonly own: string;
}

/**
 * Libraries whose module state is nothing but caches: a client's state is in the client, which the function's own code makes.
 */
const LIBRARY =
  /\/node_modules\/(@aws-sdk|@smithy|@aws|zod|tslib|mnemonist|obliterator|@aws-lambda-powertools)\/|\/constructs\/bundle\/(environment-credentials|endpoint-cache|no-event-streams)\.[jt]s$/;

/** Names of the module scope: each environment has its own. */
const OF_MODULE = ['module', 'exports', '__filename', '__dirname'];

/**
 * Divides a bundle by its source map (JSON text). A statement of a library that uses a name of the function's own code, or declares a
 * variable that such code assigns, counts as the function's own. Undefined if the bundle is no plain script, or contains no library.
 */
export function splitLibrary(source: string, map: string): SplitCode | undefined {
  const { program, errors } = parseSync('index.js', source, { sourceType: 'script' });
  if (errors.length > 0) return undefined;
  const isOfLibrary = sourceReader(source, JSON.parse(map));
  const statements = program.body.map((node) => ({ node: node as Statement, names: namesIn(node as Statement) }));
  const own = new Set(statements.filter(({ node }) => isOfLibrary(node.start, node.end) === false));
  if (own.size === statements.length) return undefined;
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    const declared = new Set([...OF_MODULE, ...[...own].flatMap(({ names }) => [...names.declares])]);
    const assigned = new Set([...own].flatMap(({ names }) => [...names.assigns]));
    for (const each of statements) if (knows(each.names, declared, assigned)) own.add(each);
  }
  const textOf = (isOwn: boolean) =>
    statements
      .filter((each) => own.has(each) === isOwn)
      .map(({ node }) => source.slice(node.start, node.end))
      .join('\n');
  return { library: textOf(false), own: textOf(true) };
}

function knows({ uses, declares }: Names, own: ReadonlySet<string>, assigned: ReadonlySet<string>): boolean {
  for (const name of uses) if (own.has(name)) return true;
  for (const name of declares) if (assigned.has(name)) return true;
  return false;
}

/** Returns whether the code between two offsets comes from a library; undefined if the map does not say. */
function sourceReader(source: string, payload: SourceMapPayload): (start: number, end: number) => boolean | undefined {
  const map = new SourceMap(payload);
  const lines = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines.push(at + 1);
  const lineOf = (offset: number) => {
    let [low, high] = [0, lines.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((lines[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  return (start, end) => {
    const line = lineOf(end - 1);
    const entry = map.findEntry(line, end - 1 - (lines[line] as number));
    if (!('originalSource' in entry)) return undefined;
    const at = (lines[entry.generatedLine] as number) + entry.generatedColumn;
    return at >= start ? LIBRARY.test(`/${entry.originalSource}`) : undefined;
  };
}
