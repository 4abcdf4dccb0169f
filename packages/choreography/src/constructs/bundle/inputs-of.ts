import type { Metafile } from 'esbuild';

/** All files of ours that an entry point reaches, also those of which nothing was taken. Paths are relative to the root. */
export const inputsOf = (metafile: Metafile, entryPoint: string): string[] =>
  [...reachedFrom(metafile, entryPoint)].filter((path) => !/(^|\/)node_modules\//.test(path)).sort();

/**
 * Whether a client that an entry point reaches has operations with event streams: it imports them itself. The SDK's HTTP
 * protocol does so for every client, in case a stream comes.
 */
export const usesEventStreams = (metafile: Metafile, entryPoint: string): boolean =>
  [...reachedFrom(metafile, entryPoint)].some(
    (path) =>
      !/\/@smithy\/core\//.test(path) &&
      metafile.inputs[path]?.imports.some(({ original }) => original === EVENT_STREAMS),
  );

/** The SDK's module of event streams. */
export const EVENT_STREAMS = '@smithy/core/event-streams';

function reachedFrom({ inputs }: Metafile, entryPoint: string): ReadonlySet<string> {
  const reached = new Set([entryPoint]);
  for (const path of reached) {
    for (const { path: imported, external } of inputs[path]?.imports ?? []) if (!external) reached.add(imported);
  }
  return reached;
}
