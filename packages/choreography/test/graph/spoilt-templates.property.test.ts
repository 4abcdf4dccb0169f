// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is CloudFormation's syntax.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { mermaid } from '#cli/map/picture/mermaid.ts';
import { pictureOf } from '#cli/map/picture/picture.ts';
import { terminal } from '#cli/map/picture/terminal.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { parseTemplate } from '#template/parse-template.ts';
import { prepareTemplate } from '#template/prepare-template.ts';
import { readTemplates } from '#template/read-templates.ts';

const written = [
  'sam-library/template.yaml',
  'parcels/depot.yaml',
  'parcels/customer.json',
  'two-buses/app.json',
  'default-bus/template.yml',
  'by-parameter/system.yaml',
].map((file) => parseTemplate(file, readFileSync(`packages/choreography/test/template/fixtures/${file}`, 'utf8')));

const junk = fc.constantFrom(
  null,
  7,
  true,
  '',
  'text',
  [],
  {},
  [[]],
  [null],
  { Ref: 'Nothing' },
  { 'Fn::GetAtt': 'x' },
  { 'Fn::Sub': ['${a}'] },
  { 'Fn::Join': 1 },
);

it('A template that is spoilt anywhere is drawn as far as it can be, or refused with a sentence', () => {
  expect(readTemplates(['packages/choreography/test/template/fixtures/two-buses'])).toHaveLength(1);
  fc.assert(
    fc.property(
      fc.constantFrom(...written),
      fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 3 }),
      (template, spots) => {
        const spoilt = structuredClone(template) as unknown as Record<string, unknown>;
        for (const [at, value] of spots) spoil(spoilt.Resources as Tree, at, structuredClone(value));
        try {
          const graph = graphOf([
            { name: 'Spoilt', template: prepareTemplate('spoilt', parseTemplate('spoilt', JSON.stringify(spoilt))) },
          ]);
          mermaid(pictureOf(graph));
          terminal(graph, {}, (_, text) => text);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});

type Tree = Record<string, unknown>;

/** Puts a value in place of the nth one in a tree. */
function spoil(tree: Tree, nth: number, value: unknown): void {
  const spots: [Tree, string][] = [];
  const visit = (under: Tree) => {
    for (const [key, inner] of Object.entries(under)) {
      spots.push([under, key]);
      if (typeof inner === 'object' && inner !== null) visit(inner as Tree);
    }
  };
  visit(tree);
  const [node, key] = spots[nth % spots.length] ?? [tree, ''];
  node[key] = value;
}
