import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '#cli/program/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'map-'));
afterAll(() => rmSync(folder, { recursive: true }));

let out: string[];
let err: string[];
beforeEach(() => {
  out = [];
  err = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void out.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text) => void err.push(String(text)));
});
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});
const map = async (...options: string[]) => {
  await run(['node', 'choreography', 'map', ...options]);
  return out.join('\n');
};
const TWO_BUSES = 'packages/choreography/test/template/fixtures/two-buses';
const LIBRARY = 'packages/choreography/test/template/fixtures/sam-library';

describe('map', () => {
  it('shows in the terminal what each hears and says', async () => {
    expect(await map(TWO_BUSES)).toBe(
      [
        'app',
        '  Reception',
        '    says   clinic.reception PatientArrived  → Beds  on clinic',
        '    says   PatientLeft                      → nobody  on clinic',
        '    says   CoffeeEmpty                      → nobody  on clinic',
        '  Beds',
        '    hears  clinic.reception PatientArrived  ← Reception  if detail.ward  from bus clinic',
        '    hears  clinic.gate PatientArrived       ← clinic.gate',
        '    says   BedGiven                         → Kept  on hospital',
        '  Kept (sqs)',
        '    hears  every event                      ← Beds, clinic.gate  if account  from bus hospital',
      ].join('\n'),
    );
  });

  it('is narrowed to one event, and to one participant', async () => {
    const graph = JSON.parse(await map(LIBRARY, '--event', 'ReminderFailed', '--json'));
    expect(new Set(graph.edges.map(({ event }: { event: string }) => event))).toEqual(
      new Set(['library.reminders ReminderFailed']),
    );
    out = [];
    expect(await map('packages/choreography/test/template/fixtures/parcels', '--participant', 'depot')).toMatch(
      /^depot\n {2}Sorter\n/,
    );
  });

  it('tells the ways from one event to another', async () => {
    expect(await map(LIBRARY, '--from', 'BookLent', '--to', 'ReminderSent')).toBe(
      'library.desk BookLent → sam-library/RemindReader → library.reminders ReminderSent',
    );
    out = [];
    expect(await map(TWO_BUSES, '--from', 'BedGiven', '--to', 'PatientArrived')).toBe(
      'No way leads from BedGiven to PatientArrived.',
    );
  });

  it('puts a Mermaid flowchart into a Markdown file', async () => {
    const file = join(folder, 'page.md');
    writeFileSync(file, 'Before\n\n```mermaid\nflowchart LR\n  old\n```\n\nAfter\n');
    await map(TWO_BUSES, '--into', file);
    expect(readFileSync(file, 'utf8')).toBe(
      [
        'Before\n\n```mermaid\nflowchart LR',
        '  outside_clinic_gate([clinic.gate])',
        '  bus_hospital{{bus hospital}}',
        '  bus_clinic{{bus clinic}}',
        '  bus_archive{{bus archive}}',
        '  Reception -- clinic.reception PatientArrived if detail.ward --> Beds',
        '  Beds -- BedGiven if account --> Kept',
        '  outside_clinic_gate -- clinic.gate PatientArrived --> Beds',
        '  bus_clinic -. "Patient* if detail.ward" .-> bus_hospital',
        '  bus_hospital -. every event .-> bus_archive',
        '  bus_archive -. every event if account .-> Kept',
        '```\n\nAfter\n',
      ].join('\n'),
    );
  });

  it('draws an SVG in which every box and label stands', async () => {
    const svg = await map(LIBRARY, '--svg');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
    for (const text of ['RemindReader', 'bus library', 'cron(0 7 * * ? *)', 'BookLent if detail.reader.email'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toContain('NaN');
  });

  it('takes the values of parameters', async () => {
    const graph = JSON.parse(
      await map(
        'packages/choreography/test/template/fixtures/by-parameter',
        '--parameter',
        'Stage=live',
        '--parameter',
        'Kind=test',
        '--json',
      ),
    );
    expect(graph.buses.map(({ name }: { name: string }) => name)).toContain('band-live');
    expect(graph.consumers.map(({ rule }: { rule: string }) => rule)).toContain('OnlyInTests');
  });

  it.each([
    [['nowhere'], 'There is no file or folder "nowhere".'],
    [[LIBRARY, '--event', 'Nothing'], /^No template has an event "Nothing"\. There are BookLent, /],
    [[LIBRARY, '--participant', 'nobody'], /^No template has a participant "nobody"\. /],
    [[LIBRARY, '--from', 'BookLent'], 'Give --from and --to together, each with an event.'],
    [[LIBRARY, '--into', 'LICENSE'], /^"LICENSE" has no Mermaid flowchart to replace/],
  ])('answers bad input with one sentence and exit code 1: %j', async (options, sentence) => {
    await map(...options);
    expect(err).toEqual([expect.stringMatching(sentence)]);
    expect([out, process.exitCode]).toEqual([[], 1]);
  });

  it('reads on when it is told to keep going, tells each problem, and ends with exit code 1', async () => {
    writeFileSync(join(folder, 'broken.yaml'), 'Resources: [');
    const graph = JSON.parse(await map(join(folder, 'broken.yaml'), TWO_BUSES, '--keep-going', '--json'));
    expect(graph.functions).toHaveLength(2);
    expect(err).toEqual([expect.stringMatching(/broken\.yaml cannot be read as YAML, at line 1, column \d+: .*\.$/)]);
    expect(process.exitCode).toBe(1);
  });
});
