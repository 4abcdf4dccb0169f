/** What dynalite gives its expression parsers beside the text. The two `unused` sets lose what the text uses. */
interface Context {
  attrNames?: Record<string, string>;
  attrVals?: Record<string, object>;
  unusedAttrNames: Record<string, boolean>;
  unusedAttrVals: Record<string, boolean>;
}
interface Parser {
  parse(text: string, options: { context: Context }): unknown;
}
/** What is known of one text: its placeholders, and what it was parsed to, by what the placeholders stand for. */
interface Known {
  names: string[];
  values: string[];
  trees: Map<string, unknown>;
}

const REMEMBERED = 500;
/** Whether an expression with these is valid depends on the values themselves, not on their types alone. */
const DEPENDS_ON_VALUES = /between|attribute_type/i;
const remembering = new WeakSet<Parser>();

/**
 * Makes a parser of dynalite remember what it parsed. A program has a few dozen expressions and sends them again and
 * again with other values, and parsing one takes longer than all the rest of its request. The parsed tree contains the
 * values themselves, so it is kept with holes in their places, and filled for each request. Only successes are
 * remembered: what is wrong with an expression is worded anew each time.
 */
export function rememberParses(parser: Parser): void {
  if (remembering.has(parser)) return;
  remembering.add(parser);
  const parse = parser.parse;
  const texts = new Map<string, Known>();
  parser.parse = (text, options) => {
    if (DEPENDS_ON_VALUES.test(text)) return parse(text, options);
    const known = texts.get(text) ?? remember(texts, text);
    const { attrNames = {}, attrVals = {}, unusedAttrNames, unusedAttrVals } = options.context;
    const meaning = meaningOf(known, attrNames, attrVals);
    const remembered = known.trees.get(meaning);
    if (remembered === undefined) {
      const tree = parse(text, options);
      if (typeof tree !== 'string' && known.trees.size < REMEMBERED)
        known.trees.set(meaning, withHoles(tree, attrVals));
      return tree;
    }
    for (const name of known.names) delete unusedAttrNames[name];
    for (const name of known.values) delete unusedAttrVals[name];
    return filled(remembered, attrVals);
  };
}

function remember(texts: Map<string, Known>, text: string): Known {
  if (texts.size >= REMEMBERED) texts.clear();
  const placeholders = [...new Set(text.match(/[#:][0-9a-zA-Z_]+/g))];
  const known = {
    names: placeholders.filter((placeholder) => placeholder.startsWith('#')),
    values: placeholders.filter((placeholder) => placeholder.startsWith(':')),
    trees: new Map(),
  };
  texts.set(text, known);
  return known;
}

/** The attributes that the names stand for, and the types of the values: with these the same, so is the parsed tree. */
function meaningOf({ names, values }: Known, attrNames: Record<string, string>, attrVals: Record<string, object>) {
  let meaning = '';
  for (const name of names) meaning += `${JSON.stringify(attrNames[name])} `;
  for (const name of values) meaning += `${Object.keys(attrVals[name] ?? {})} `;
  return meaning;
}

/** The place of a value in a remembered tree. */
class Hole {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

function withHoles(tree: unknown, attrVals: Record<string, object>): unknown {
  const holes = new Map(Object.entries(attrVals).map(([name, value]) => [value, new Hole(name)]));
  return copied(tree, (node) => holes.get(node));
}

function filled(tree: unknown, attrVals: Record<string, object>): unknown {
  return copied(tree, (node) => (node instanceof Hole ? attrVals[node.value] : undefined));
}

/** A deep copy, except for the nodes that `replace` has another object for. */
function copied(node: unknown, replace: (node: object) => object | undefined): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const replaced = replace(node);
  if (replaced) return replaced;
  if (Array.isArray(node)) return node.map((child) => copied(child, replace));
  const copy = Object.create(Object.getPrototypeOf(node));
  for (const key of Object.keys(node)) copy[key] = copied(node[key as keyof typeof node], replace);
  return copy;
}
