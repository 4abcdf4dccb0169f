import type { Leaf } from './conditions/condition.ts';
import type { ArrayIndex, EventFields } from './event-fields.ts';
import type { PathNode } from './field-paths.ts';
import { ExactNumber, leafOf } from './json/exact-number.ts';
import { TextUnits } from './json/text-units.ts';

/** One text is read at a time. */
const UNITS = new TextUnits();

/** What patterns ask for below a key, in the form in which a text is compared with it. */
interface ScanNode {
  /** The number of the path that ends here, or -1. */
  readonly path: number;
  readonly keys: readonly ScanKey[];
}

interface ScanKey {
  readonly key: string;
  readonly node: ScanNode;
}

/** Nothing is asked for from here on. */
const UNASKED: ScanNode = { path: -1, keys: [] };

/** A text that is deeper is read otherwise: this goes down by calls. */
const MAX_DEPTH = 200;

const [QUOTE, COMMA, MINUS, DOT, ZERO, NINE, COLON] = [0x22, 0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x3a];
const [ARRAY, END_OF_ARRAY, OBJECT, END_OF_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Takes the values that patterns ask for out of the JSON text of an event, in one pass that makes nothing of the rest, but checks it
 * all the same.
 */
export class TextFields {
  readonly #units = UNITS;
  readonly #root: ScanNode;

  constructor(
    root: PathNode,
    private readonly fields: EventFields,
  ) {
    this.#root = scanNode(root);
  }

  /**
   * Fills the fields with what `fill` would find in `readJson(text)`. Returns false where that has to be asked instead: the text is no
   * JSON object, or has what is rare, such as keys with escapes or dots.
   */
  fill(text: string): boolean {
    this.fields.begin();
    return this.#scan(text, this.#root);
  }

  /**
   * Adds to the fields what `fill` would find of an event at a key, whose value the text is. Returns false also for a text that is not as
   * JSON.stringify writes it: some such texts, with fractions or characters beyond the first 65,536, are not told from others.
   */
  addCompact(key: string, text: string): boolean {
    const below = this.#root.keys.find((each) => each.key === key)?.node ?? UNASKED;
    return this.#scan(text, below) && this.#units.isCompact;
  }

  #scan(text: string, node: ScanNode): boolean {
    const units = this.#units;
    units.load(text);
    const at = units.afterSpace(0);
    if (units.at(at) !== OBJECT) return false;
    const end = this.#object(at + 1, node, undefined, 0);
    return end > 0 && units.afterSpace(end) === text.length;
  }

  /** From behind its brace to behind the other; -1 for what is no JSON, or rare, as all that follow. */
  #object(from: number, node: ScanNode, place: ArrayIndex | undefined, depth: number): number {
    const units = this.#units;
    let at = units.afterSpace(from);
    if (units.at(at) === END_OF_OBJECT) return at + 1;
    for (;;) {
      if (units.at(at) !== QUOTE) return -1;
      const key = at + 1;
      at = units.afterString(key);
      if (at < 0) return -1;
      const child = node.keys.length === 0 ? UNASKED : this.#child(node, key, at - 1);
      at = units.afterSpace(at);
      if (child === undefined || units.at(at) !== COLON) return -1;
      at = this.#value(units.afterSpace(at + 1), child, place, depth);
      if (at < 0) return -1;
      at = units.afterSpace(at);
      const next = units.at(at);
      if (next === END_OF_OBJECT) return at + 1;
      if (next !== COMMA) return -1;
      at = units.afterSpace(at + 1);
    }
  }

  /** What is asked for below the key at a place of the text; undefined for a key that has to be read with care. */
  #child({ keys }: ScanNode, from: number, to: number): ScanNode | undefined {
    const units = this.#units;
    if (units.hasEscape) return undefined;
    for (const { key, node } of keys) if (key.length === to - from && units.isAt(from, key)) return node;
    for (let at = from; at < to; at++) if (units.at(at) === DOT) return undefined;
    return UNASKED;
  }

  #value(at: number, node: ScanNode, place: ArrayIndex | undefined, depth: number): number {
    const units = this.#units;
    const first = units.at(at);
    if (first === QUOTE) {
      const end = units.afterString(at + 1);
      if (end > 0 && node.path >= 0) this.#add(units.stringIn(at, end), node, place);
      return end;
    }
    if (first === OBJECT) return depth < MAX_DEPTH ? this.#object(at + 1, node, place, depth + 1) : -1;
    if (first === ARRAY) return depth < MAX_DEPTH ? this.#array(at + 1, node, place, depth + 1) : -1;
    if (first === MINUS || (first >= ZERO && first <= NINE)) {
      const end = units.afterNumber(at);
      if (end > 0 && node.path >= 0) this.#add(numberLeaf(units.text.slice(at, end)), node, place);
      return end;
    }
    for (const [word, value] of WORDS)
      if (units.isAt(at, word)) {
        if (node.path >= 0) this.#add(value, node, place);
        return at + word.length;
      }
    return -1;
  }

  #array(from: number, node: ScanNode, around: ArrayIndex | undefined, depth: number): number {
    const units = this.#units;
    const array = this.fields.nextArray();
    let at = units.afterSpace(from);
    if (units.at(at) === END_OF_ARRAY) return at + 1;
    for (let index = 0; ; index++) {
      const first = units.at(at);
      const isNested = node !== UNASKED && (first === OBJECT || first === ARRAY);
      at = this.#value(at, node, isNested ? { array, index, around } : around, depth);
      if (at < 0) return -1;
      at = units.afterSpace(at);
      const next = units.at(at);
      if (next === END_OF_ARRAY) return at + 1;
      if (next !== COMMA) return -1;
      at = units.afterSpace(at + 1);
    }
  }

  #add(value: Leaf, { path }: ScanNode, place: ArrayIndex | undefined): void {
    this.fields.add(value, path, place);
  }
}

const WORDS: readonly (readonly [string, Leaf])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** What `readJson` and `EventFields` make of a number together. */
function numberLeaf(text: string): Leaf {
  const value = Number(text);
  if (String(value) === text) return leafOf(value);
  const exact = new ExactNumber(text);
  return exact.value ?? exact;
}

const scanNode = ({ path, children }: PathNode): ScanNode => ({
  path,
  keys: [...children].map(([key, child]) => ({ key, node: scanNode(child) })),
});
