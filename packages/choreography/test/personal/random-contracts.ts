import fc from 'fast-check';
import { type Described, schemaOf } from './marked/schema-of.ts';

const leaf = fc.record({ kind: fc.constantFrom('text' as const, 'number' as const), personal: fc.boolean() });

const { node } = fc.letrec<{ node: Described }>((tie) => {
  const inner = tie('node');
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), inner, { minKeys: 1, maxKeys: 3 });
  const personal = fc.boolean();
  return {
    node: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      leaf,
      fc.record({ kind: fc.constant('object' as const), fields, personal }),
      fc.record({
        kind: fc.constantFrom('list' as const, 'nullable' as const, 'optional' as const),
        of: inner,
        personal,
      }),
      fc.record({ kind: fc.constant('map' as const), of: inner, personalKeys: fc.boolean(), personal }),
      fc.record({ kind: fc.constant('either' as const), of: fc.tuple(inner, inner), personal }),
    ),
  };
});

/** A contract of a random form, which has a personal field in any case. */
export const aContract: fc.Arbitrary<Described> = node.map((any) => ({
  ...{ kind: 'object', fields: { any, name: { kind: 'text', personal: true } } },
}));

/** What no output may hold, wherever it was put: as text, as a number, as the key of a map. */
export const MARKER = /pdq\d+q|77\d{8}/g;

/** Makes data by contracts, with another marker at each personal place, and remembers for which contract. */
export class Markers {
  #count = 0;
  readonly #contracts: { readonly from: number; readonly contract: string }[] = [];

  /** What is made from now on belongs to this contract. */
  forContract(contract: string): void {
    this.#contracts.push({ from: this.#count, contract });
  }

  madeFor(marker: string): string {
    const made = marker.startsWith('pdq') ? Number(/\d+/.exec(marker)) : Number(marker) - 7_700_000_000;
    return this.#contracts.findLast(({ from }) => from <= made)?.contract ?? '';
  }

  /** A list for the field `any` that its contract does not take: one that it takes might be told. */
  strangeList(contract: Described): unknown[] {
    let list: unknown[] = [this.text()];
    const { any } = contract.kind === 'object' ? contract.fields : {};
    while (any && schemaOf(any).safeParse(list).success) list = [list];
    return list;
  }

  text = (): string => `pdq${this.#count++}q "Ada"\n`;

  dataOf(described: Described, within = false): unknown {
    const personal = within || described.personal === true;
    switch (described.kind) {
      case 'text':
        return personal ? this.text() : 'plain';
      case 'number':
        return personal ? 7_700_000_000 + this.#count++ : 5;
      case 'object':
        return Object.fromEntries(
          Object.entries(described.fields).map(([name, field]) => [name, this.dataOf(field, personal)]),
        );
      case 'list':
        return [this.dataOf(described.of, personal), this.dataOf(described.of, personal)];
      case 'map':
        return Object.fromEntries(
          ['k', 'l'].map((key) => [
            personal || described.personalKeys ? this.text() : key,
            this.dataOf(described.of, personal),
          ]),
        );
      case 'either':
        // A place that may be personal is one.
        return this.dataOf(
          described.of[this.#count % 2 === 0 ? 0 : 1],
          personal || described.of.some((one) => one.personal),
        );
      default:
        return this.dataOf(described.of, personal);
    }
  }
}
