import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { eventCatalog } from './event-catalog.ts';

export interface EventCatalogOptions extends SystemOptions {
  readonly title: string;
  /** The folder to write, which must be new or empty. */
  readonly into: string;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography export eventcatalog [TEMPLATES…] --into FOLDER`: writes a project that EventCatalog builds. */
export async function exportEventCatalog(paths: readonly string[], options: EventCatalogOptions): Promise<void> {
  const { title, into } = options;
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new InputError(
      `The folder "${into}" is not empty, and pages of events that are gone would stay there: name a new folder, or empty it.`,
    );
  const files = eventCatalog(graphOf(await readSystem(paths, options), options.parameter), title);
  for (const [path, text] of files) {
    mkdirSync(join(into, dirname(path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
  console.log(`${files.size} files are in ${into}. To see them: cd ${into} && npm install && npx eventcatalog dev`);
}
