import { branchOut, type Candidate, type CandidateTree, candidateOf } from './candidate-tree.ts';
import { EventFields } from './event-fields.ts';
import { FieldPaths } from './field-paths.ts';
import { readJson } from './json/exact-json.ts';
import { matchesAlternative, numberedAlternative } from './match-alternative.ts';
import type { Alternative } from './parse-pattern.ts';
import { TextFields } from './text-fields.ts';

/**
 * The rules of a bus, compiled together: an event is compared only with those rules that one of its values speaks for, so
 * its cost hardly grows with their number.
 */
export class RuleSet<Rule> {
  readonly #fields: EventFields;
  readonly #paths = new FieldPaths();
  #text: TextFields | undefined;
  readonly #tree: CandidateTree;
  /** By rule: the number of the event that matched it last. */
  readonly #matched: Int32Array;
  #event = 0;
  #numbers: number[] = [];

  /** @param rules each with the ways to match it, as `parsePattern` gives them */
  constructor(private readonly rules: readonly { readonly rule: Rule; readonly ways: readonly Alternative[] }[]) {
    const candidates = rules.flatMap(({ ways }, rule) =>
      ways.map((way) => candidateOf(rule, numberedAlternative(way, this.#paths))),
    );
    this.#fields = new EventFields(this.#paths);
    this.#tree = branchOut(candidates, new Set());
    this.#matched = new Int32Array(rules.length);
  }

  /** The rules that match an event, in their order. */
  matching(event: unknown): Rule[] {
    this.#fields.fill(event);
    return this.#found();
  }

  /** The rules that match the event that a JSON text holds, in their order. Throws a SyntaxError if it is no JSON. */
  matchingText(text: string): Rule[] {
    this.#text ??= new TextFields(this.#paths.root, this.#fields);
    if (!this.#text.fill(text)) this.#fields.fill(readJson(text));
    return this.#found();
  }

  /**
   * The rules that match an event whose value at a key is still a text, in their order, and with the same look at it whether that is a
   * JSON object as JSON.stringify writes it, which can be passed on as it is: undefined if it is not, or has what is rare, such as keys
   * with escapes or dots.
   */
  matchingCompact(event: object, key: string, text: string): Rule[] | undefined {
    this.#text ??= new TextFields(this.#paths.root, this.#fields);
    this.#fields.fill(event, key);
    return this.#text.addCompact(key, text) ? this.#found() : undefined;
  }

  #found(): Rule[] {
    this.#event++;
    this.#numbers = [];
    this.#visit(this.#tree);
    const found = this.#numbers;
    if (found.length > 1) found.sort((a, b) => a - b);
    return found.map((index) => (this.rules[index] as { rule: Rule }).rule);
  }

  /** A property, so that it can be passed without binding. */
  readonly #visit = (tree: CandidateTree): void => {
    if (tree.visitedBy === this.#event) return;
    tree.visitedBy = this.#event;
    const { candidates } = tree;
    for (let i = 0; i < candidates.length; i++) this.#verify(candidates[i] as Candidate);
    if (tree.branches.size === 0) return;
    const { first, present } = this.#fields;
    if (present.length < tree.branches.size) {
      for (const path of present) {
        const index = tree.branches.get(path);
        if (!index) continue;
        for (let field = first[path]; field; field = field.next) index.find(field.value, this.#visit);
      }
    } else {
      for (const [path, index] of tree.branches) {
        for (let field = first[path]; field; field = field.next) index.find(field.value, this.#visit);
      }
    }
  };

  #verify({ rule, way, path, literal }: Candidate): void {
    if (path >= 0) {
      const field = this.#fields.first[path];
      if (field === undefined || (field.next === undefined && field.value !== literal)) return;
    }
    if (this.#matched[rule] === this.#event || !matchesAlternative(way, this.#fields)) return;
    this.#matched[rule] = this.#event;
    this.#numbers.push(rule);
  }
}
