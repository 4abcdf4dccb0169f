import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asyncApi } from '#cli/export/async-api.ts';
import { readSystem } from '#cli/map/read-system.ts';
import { graphOf } from '#graph/graph-of.ts';
import { installed } from '../lambda-ric/packages.ts';

interface Diagnostic {
  readonly severity: number;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** The parser of AsyncAPI itself. */
const folder = installed('@asyncapi/parser', '3.6.6');
const { Parser } = createRequire(join(folder, 'package.json'))(folder) as {
  Parser: new () => { parse(text: string): Promise<{ document?: unknown; diagnostics: readonly Diagnostic[] }> };
};

/** What the parser holds against a document, without its advice (severities 2 and 3). */
async function faultsOf(document: unknown): Promise<string[]> {
  const { document: read, diagnostics } = await new Parser().parse(JSON.stringify(document));
  const faults = diagnostics.filter(({ severity }) => severity < 2);
  return [
    ...(read === undefined ? ['no document'] : []),
    ...faults.map(({ code, message, path }) => `${code} at ${path.join('.')}: ${message}`),
  ];
}

const fixtures = 'packages/choreography/test/template';
const systems: readonly [string, readonly string[]][] = [
  ['the museum', ['buses', 'museum'].map((name) => `${fixtures}/fixtures/museum/${name}.yaml`)],
  ['the depot (Terraform)', [`${fixtures}/terraform/depot/state.json`]],
  ...['plant/plant.yaml', 'default-bus/template.yml', 'sam-library/template.yaml', 'two-buses/app.json'].map(
    (path): [string, string[]] => [path, [`${fixtures}/fixtures/${path}`]],
  ),
  ['this project, with its contracts', []],
];

describe('The parser of AsyncAPI finds a document valid:', () => {
  it.each(systems)('%s, as a whole and for each participant', async (_, paths) => {
    const graph = graphOf(await readSystem(paths, {}));
    const whole = asyncApi(graph, { title: 'System' });
    expect(Object.keys(whole.operations)).not.toEqual([]);
    expect(await faultsOf(whole)).toEqual([]);
    for (const participant of new Set(graph.producers.map((one) => one.participant)))
      expect(await faultsOf(asyncApi(graph, { title: 'System', participant }))).toEqual([]);
  });

  it('and one that refers to what is not there it does not', async () => {
    const graph = graphOf(await readSystem(systems[1]?.[1] ?? [], {}));
    const document = asyncApi(graph, { title: 'System' });
    expect(await faultsOf({ ...document, channels: {} })).not.toEqual([]);
  });
});
