import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { InputError } from '#template/input-error.ts';

/**
 * A YAML document as plain values, the short forms of intrinsic functions (`!Sub …`) as their long ones (`Fn::Sub`). Throws an
 * InputError, which begins with `file`, for an alias without an anchor before it, and for aliases that never end.
 */
export const plainValue = (document: Document, file: string, onTwice: OnTwice = () => {}): unknown =>
  new Reading(file, onTwice).plain(document.contents);

/** Takes a key that occurs twice in one map, with both positions in the text. */
type OnTwice = (key: string, first: number, second: number) => void;

/** More than any template has: a few lines of aliases of aliases can expand to billions of values. */
const MAX_VALUES = 5_000_000;

class Reading {
  /** The value of each anchor, and how many values it contains. */
  readonly #named = new Map<string, { readonly value: unknown; readonly size: number }>();
  #size = 0;

  constructor(
    private readonly file: string,
    private readonly onTwice: OnTwice,
  ) {}

  plain(node: unknown): unknown {
    const before = this.#size++;
    const value = longForm(node, this.#untagged(node));
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor !== undefined) this.#named.set(anchor, { value, size: this.#size - before });
    return value;
  }

  #untagged(node: unknown): unknown {
    if (isAlias(node)) return this.#standsFor(node.source);
    if (isSeq(node)) return node.items.map((item) => this.plain(item));
    if (isMap(node)) {
      this.#tellTwice(node.items.map(({ key }) => key));
      return Object.fromEntries(node.items.flatMap(({ key, value }) => this.#entries(key, value)));
    }
    if (!isScalar(node)) return node ?? null;
    // An account such as 012345678901 is no number.
    return typeof node.value === 'number' && /^0\d/.test(node.source ?? '') ? node.source : node.value;
  }

  #standsFor(name: string): unknown {
    const named = this.#named.get(name);
    if (!named)
      throw new InputError(
        `${this.file} cannot be read as YAML: nothing that ends before *${name} has the anchor &${name}.`,
      );
    this.#size += named.size;
    if (this.#size > MAX_VALUES)
      throw new InputError(
        `${this.file} cannot be read as YAML: its aliases expand to more values than any template has.`,
      );
    return named.value;
  }

  #tellTwice(keys: readonly unknown[]): void {
    const known = new Map<string, number>();
    for (const key of keys) {
      const at = (key as Node | null)?.range?.[0] ?? 0;
      const name = String(isScalar(key) ? (key.source ?? key.value) : key);
      const before = known.get(name);
      if (before !== undefined && name !== '<<') this.onTwice(name, before, at);
      known.set(name, at);
    }
  }

  /** `<<` takes the entries of another map, or of several. */
  #entries(key: unknown, value: unknown): [string, unknown][] {
    const name = String(isScalar(key) ? (key.source ?? key.value) : key);
    const inner = this.plain(value);
    if (name !== '<<') return [[name, inner]];
    return [inner]
      .flat()
      .reverse()
      .flatMap((each) => Object.entries(each ?? {}));
  }
}

function longForm(node: unknown, value: unknown): unknown {
  const tag = (node as (Node & { tag?: string }) | null)?.tag;
  if (!tag?.startsWith('!') || tag.startsWith('!!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  // `!GetAtt Queue.Arn` is `Fn::GetAtt: [Queue, Arn]`: a logical id has no dot.
  if (name === 'GetAtt' && typeof value === 'string') {
    const [id, ...attribute] = value.split('.');
    return { 'Fn::GetAtt': [id, attribute.join('.')] };
  }
  return { [`Fn::${name}`]: value };
}
