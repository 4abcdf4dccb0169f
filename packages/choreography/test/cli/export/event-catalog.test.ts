import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventCatalog } from '#cli/export/event-catalog.ts';
import { exportEventCatalog } from '#cli/export/export-event-catalog.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';

const fixtures = 'packages/choreography/test/template';
const museum = ['buses', 'museum'].map((name) => `${fixtures}/fixtures/museum/${name}.yaml`);
const depot = [`${fixtures}/terraform/depot/state.json`];
const graphIn = (paths: readonly string[]) => graphOf(readTemplates(paths));

interface Pointer {
  readonly id: string;
  readonly version: string;
}
interface FrontMatter extends Pointer {
  readonly name: string;
  readonly summary: string;
  readonly schemaPath?: string;
  readonly services?: Pointer[];
  readonly sends?: (Pointer & { to: Pointer[] })[];
  readonly receives?: (Pointer & { from: Pointer[] })[];
  readonly externalSystem?: boolean;
}

/** The front matter of every page of a kind, such as `events`. */
const pagesOf = (files: ReadonlyMap<string, string>, kind: string): FrontMatter[] =>
  [...files]
    .filter(([path]) => path.startsWith(`${kind}/`) && path.endsWith('/index.mdx'))
    .map(([, text]) => parse(text.split('---\n')[1] ?? '') as FrontMatter);

it.each([
  ['of CloudFormation', museum],
  ['of Terraform', depot],
])('Every page %s has an id, a name and a version, and what it refers to has a page', (_, paths) => {
  const files = eventCatalog(graphIn(paths), 'System');
  const pages = Object.fromEntries(
    ['domains', 'services', 'events', 'channels'].map((kind) => [kind, pagesOf(files, kind)]),
  );
  for (const page of Object.values(pages).flat())
    expect(page).toMatchObject({ id: expect.stringMatching(/^[\w.-]+$/), name: expect.any(String), version: '1.0.0' });
  const ids = (kind: string) => pages[kind]?.map(({ id }) => id) ?? [];
  for (const kind of ['services', 'events', 'channels']) {
    expect(ids(kind).length).toBeGreaterThan(0);
    expect(new Set(ids(kind)).size).toBe(ids(kind).length);
  }
  const services = (pages.services ?? []).map(({ sends = [], receives = [] }) => ({ sends, receives }));
  expect(services.flatMap(({ sends, receives }) => [...sends, ...receives])).not.toEqual([]);
  for (const { sends, receives } of services) {
    for (const { id } of [...sends, ...receives]) expect(ids('events')).toContain(id);
    for (const { id } of [...sends.flatMap(({ to }) => to), ...receives.flatMap(({ from }) => from)])
      expect(ids('channels')).toContain(id);
  }
  for (const { services: ofDomain = [] } of pages.domains ?? [])
    for (const { id } of ofDomain) expect(ids('services')).toContain(id);
});

it('A participant sends what its jobs say and receives what they hear, each on its bus', () => {
  const services = pagesOf(eventCatalog(graphIn(depot), 'Depot'), 'services');
  expect(services.find(({ name }) => name === 'job["weigh"]')).toMatchObject({
    id: 'job_weigh_',
    sends: [{ id: 'depot.Weighed', to: [{ id: 'parcels' }] }],
    receives: [{ id: 'depot.Arrived', from: [{ id: 'parcels' }] }],
  });
});

it('A contract is schema.json beside its event, and JSX in a name does no harm', () => {
  const graph = graphIn(depot);
  const contract = {
    template: 'bus',
    id: 'C',
    registry: 'r',
    source: 'depot',
    detailType: 'Weighed',
    schema: { type: 'object' },
  };
  const files = eventCatalog({ ...graph, contracts: [contract] }, 'Depot');
  expect(JSON.parse(files.get('events/depot.Weighed/schema.json') ?? '')).toEqual({ type: 'object' });
  expect(pagesOf(files, 'events').find(({ id }) => id === 'depot.Weighed')?.schemaPath).toBe('schema.json');
  expect(pagesOf(files, 'events').find(({ id }) => id === 'depot.Arrived')).not.toHaveProperty('schemaPath');
  const unresolved = graph.edges.map((edge) => ({ ...edge, detailType: '{Stage}<b>' }));
  const text = [...eventCatalog({ ...graph, edges: unresolved }, 'Depot').values()].join('\n');
  expect(text).toContain('`{Stage}<b>`');
  expect(
    text
      .split('---\n')
      .filter((_, index) => index % 2 === 0)
      .join('')
      .replace(/`[^`\n]*`/g, ''),
  ).not.toContain('{Stage}');
});

it('What is heard from outside is sent by an external system, of the name of its source', () => {
  const services = pagesOf(eventCatalog(graphIn([`${fixtures}/fixtures/default-bus/template.yml`]), 'S'), 'services');
  const outside = services.filter(({ externalSystem }) => externalSystem === true);
  expect(outside.map(({ name }) => name)).toContain('aws.s3 (outside)');
});

const folder = mkdtempSync(join(tmpdir(), 'event-catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('A folder with something in it is left as it is', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  await expect(exportEventCatalog(depot, { title: 'Depot', into: folder })).rejects.toThrow(
    `The folder "${folder}" is not empty`,
  );
  expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
});

it('The project has a configuration that Node reads', async () => {
  const into = join(folder, 'catalog');
  await exportEventCatalog(depot, { title: 'Depot "1"', into });
  const script = `import config from ${JSON.stringify(join(into, 'eventcatalog.config.js'))}; console.log(config.title)`;
  expect(execFileSync('node', ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim()).toBe('Depot "1"');
});
