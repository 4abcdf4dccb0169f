import { parseSync } from 'oxc-parser';
import { expect, it } from 'vitest';
import { namesIn } from '#simulation/functions/names-in.ts';

/** The names of the only statement of a script, each list sorted. */
function namesOf(script: string): { declares: string[]; uses: string[]; assigns: string[] } {
  const [statement] = parseSync('x.js', script, { sourceType: 'script' }).program.body;
  const { declares, uses, assigns } = namesIn(statement as never);
  return { declares: [...declares].sort(), uses: [...uses].sort(), assigns: [...assigns].sort() };
}

it.each([
  ['var a = b.c, { d, e: [f = g] } = h;', ['a', 'd', 'f'], ['a', 'b', 'd', 'f', 'g', 'h']],
  ['function a(b, { c } = d) { var e = b + c; return a(e, f); }', ['a'], ['a', 'd', 'f']],
  ['class A extends B { c = d; [e]() { return this.g(h); } }', ['A'], ['B', 'd', 'e', 'h']],
  ['for (let i = 0; i < n; i++) { const x = i; use(x); }', [], ['n', 'use']],
  ['try { a(); } catch (e) { b(e); }', [], ['a', 'b']],
  ['{ var hoisted = 1; let inner = hoisted; }', ['hoisted'], ['hoisted']],
  ['var a = (x, ...rest) => { label: for (const y of rest) break label; return { x, key: z }; };', ['a'], ['a', 'z']],
  ['x = function self() { return [self, arguments, typeof self]; };', [], ['x']],
])('knows what "%s" declares and uses', (script, declares, uses) => {
  const found = namesOf(script);
  expect(found.declares).toEqual(declares);
  expect(found.uses.filter((name) => !declares.includes(name))).toEqual(
    uses.filter((name) => !declares.includes(name)),
  );
});

it('knows what is assigned, wherever that is, but not what a function assigns of its own', () => {
  expect(namesOf('var f = () => { let own; own = 1; [a, b.c] = d; e++; for (g of h); };').assigns).toEqual([
    'a',
    'e',
    'g',
  ]);
});

it('does not take a name of a block for one of the function around it', () => {
  expect(namesOf('function f() { { let a = 1; use(a); } return a; }').uses).toEqual(['a', 'f', 'use']);
});
