import { expect, test } from 'vitest';
import { judge } from '#check/allow.ts';
import { finding } from '#check/finding.ts';
import { annotate } from '#cli/check/annotate.ts';
import { renderVerdict } from '#cli/check/render-verdict.ts';

const unheard = finding('unheard-event', 'shop.a Asked', {
  at: { template: 'A', id: 'AskFunction' },
  what: 'a/ask may say shop.a Asked, and nobody hears it.',
  why: 'It is said for nothing.',
  remedy: 'Route it, 100% of it.',
});
const disabled = finding('disabled-rule', 'b/answer on shop.a Asked', {
  at: { template: 'B', id: 'AnswerOnAsked' },
  what: 'The rule is disabled.',
  why: 'Events are lost.',
  remedy: 'Enable it.',
});
const verdict = judge(
  [unheard, disabled],
  [
    { finding: disabled.name, reason: 'Until the move is over.' },
    { finding: 'two-sources Asked', reason: 'There were two.' },
  ],
);

test('what is allowed by its name is no finding; what is allowed and not found is told', () => {
  expect(verdict).toEqual({
    findings: [unheard],
    allowed: [{ finding: disabled, reason: 'Until the move is over.' }],
    unused: [{ finding: 'two-sources Asked', reason: 'There were two.' }],
  });
});

test('people read what, where, why and what to do', () => {
  const unresolved = [{ reference: '$Bus', template: 'B', id: 'Rule', why: 'The parameter Bus has no default.' }];
  expect(renderVerdict(verdict, unresolved, { rules: 1, functions: 2, events: 1 })).toBe(`✗ unheard-event shop.a Asked
  at AskFunction in A
  a/ask may say shop.a Asked, and nobody hears it.
  It is said for nothing.
  → Route it, 100% of it.

✗ two-sources Asked
  choreography.json allows this, and it is no longer found.
  → Take it out of "allow", so that it is seen when it comes again.

· disabled-rule b/answer on shop.a Asked
  allowed: Until the move is over.
? $Bus at Rule in B is not known.
  The parameter Bus has no default.

✗ 2 findings, 1 allowed by name: 1 rule, 2 functions and 1 event checked.`);
});

test('GitHub gets an annotation for each, with the file and the line, and nothing in it ends it early', () => {
  const locate = ({ template }: { template: string }) =>
    template === 'A' ? { file: 'cdk.out/A,1.template.json', line: 7 } : undefined;
  expect(annotate(verdict, locate).split('\n')).toEqual([
    '::error file=cdk.out/A%2C1.template.json,line=7,title=unheard-event shop.a Asked::a/ask may say shop.a Asked, and nobody hears it. It is said for nothing. Route it, 100%25 of it.%0AAt AskFunction in A.',
    '::error file=choreography.json,line=1,title=two-sources Asked::This is allowed, and no longer found: take it out of "allow".',
    '::notice title=disabled-rule b/answer on shop.a Asked::Allowed: Until the move is over.',
  ]);
});
