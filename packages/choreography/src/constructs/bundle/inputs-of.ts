import type { Metafile } from 'esbuild';

/** All files of ours that an entry point reaches, also those of which nothing was taken. Paths are relative to the root. */
export function inputsOf({ inputs }: Metafile, entryPoint: string): string[] {
  const reached = new Set([entryPoint]);
  for (const path of reached) {
    for (const { path: imported, external } of inputs[path]?.imports ?? []) if (!external) reached.add(imported);
  }
  return [...reached].filter((path) => !/(^|\/)node_modules\//.test(path)).sort();
}
