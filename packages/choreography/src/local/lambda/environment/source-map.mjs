// Leads from a function's bundle back to its sources. The map is in a file outside the code, since it is not deployed.

import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Lets the stacks of errors name places in the sources instead of those in `root`/index.js, relative to the working folder. The
 * map is read when the first stack is.
 */
export function mapStacks(root, mapFile) {
  const bundle = join(root, 'index.js');
  let map;
  const mapNow = () => {
    map ??= new SourceMap(read(mapFile));
    return map;
  };
  Error.prepareStackTrace = (error, frames) =>
    [
      titleOf(error),
      ...frames.map((frame) => {
        if (frame.getFileName() !== bundle) return `    at ${frame}`;
        try {
          return `    at ${String(frame).replace(/(?:file:\/\/)?[^\s(]+index\.js:\d+:\d+/, placeIn(mapNow(), frame))}`;
        } catch {
          // Its code was made anew meanwhile, and its map is gone: an error that has no stack is worse.
          return `    at ${frame}`;
        }
      }),
    ].join('\n');
}

function placeIn(map, frame) {
  const [line, column] = [frame.getLineNumber() - 1, frame.getColumnNumber() - 1];
  const { originalSource, originalLine, originalColumn } = map.findEntry(line, column);
  if (originalSource === undefined) return `${frame.getFileName()}:${line + 1}:${column + 1}`;
  const file = fileURLToPath(originalSource);
  const short = relative(process.cwd(), file);
  return `${short.startsWith('..') ? file : short}:${originalLine + 1}:${originalColumn + 1}`;
}

/** As V8 begins a stack. */
function titleOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

/**
 * Puts the map into the code, for debuggers, which may read no files: with the addresses of the sources, and the text of the
 * project's own.
 */
export function withSources(mapFile) {
  return (code) => {
    const map = read(mapFile);
    const sourcesContent = map.sources.map((source) => (source.includes('/node_modules/') ? null : textOf(source)));
    const url = `data:application/json;base64,${Buffer.from(JSON.stringify({ ...map, sourcesContent })).toString('base64')}`;
    return `${code}\n//# sourceMappingURL=${url}\n`;
  };
}

const known = new Map();

/** A map whose sources are addresses. It is read once: the file may be gone when the code is made anew. */
function read(mapFile) {
  if (!known.has(mapFile)) {
    const { sourceRoot = '', ...map } = JSON.parse(readFileSync(mapFile, 'utf8'));
    const sources = map.sources.map((source) => new URL(sourceRoot + source, pathToFileURL(mapFile)).href);
    known.set(mapFile, { ...map, sources });
  }
  return known.get(mapFile);
}

function textOf(source) {
  try {
    return readFileSync(fileURLToPath(source), 'utf8');
  } catch {
    return null;
  }
}
