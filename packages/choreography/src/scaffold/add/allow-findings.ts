import type { Draft } from '#scaffold/project/draft.ts';
import { applyEdits } from '#scaffold/syntax/edit.ts';
import { addToList, elementsOf, removeFromList } from '#scaffold/syntax/list.ts';
import { type Module, type NodeOf, nodesOf, parseModule, propertyOf } from '#scaffold/syntax/module.ts';

const FILE = 'choreography.json';

/** Allows findings of `check` by their names, in `choreography.json`, if the project has one with such a list. */
export function allowFindings(
  draft: Draft,
  allowances: readonly { readonly finding: string; readonly reason: string }[],
): void {
  for (const { finding, reason } of allowances) {
    editAllowances(draft, (module, list) => {
      const text = JSON.stringify({ finding, reason }, null, 2);
      // JSON takes no comma behind the last.
      const edit = addToList(module, list, text);
      return { ...edit, text: edit.text.replace(/,(\s*)$/, '$1') };
    });
  }
}

/** Takes away the allowances whose finding names something. */
export function disallowFindings(draft: Draft, names: (finding: string) => boolean): void {
  for (let more = true; more; ) {
    more = false;
    editAllowances(draft, (module, list) => {
      const gone = elementsOf(list).find((element) => {
        const finding = propertyOf(element, 'finding');
        return finding?.type === 'Literal' && names(String(finding.value));
      });
      if (!gone) return undefined;
      more = true;
      const elements = elementsOf(list);
      const previous = elements[elements.indexOf(gone) - 1];
      // The last one takes the comma before it along.
      if (elements.at(-1) === gone && previous) return { start: previous.end, end: gone.end, text: '' };
      return removeFromList(module, list, gone);
    });
  }
}

function editAllowances(
  draft: Draft,
  change: (module: Module, list: NodeOf<'ArrayExpression'>) => ReturnType<typeof addToList> | undefined,
): void {
  const json = draft.text(FILE);
  if (json === undefined) return;
  // A JSON text is an expression.
  const module = parseModule(FILE.replace('.json', '.ts'), `(${json}\n)`);
  const list = nodesOf(module.program, 'ObjectExpression')
    .map((object) => propertyOf(object, 'allow'))
    .find((value) => value?.type === 'ArrayExpression');
  if (list?.type !== 'ArrayExpression') return;
  const edit = change(module, list);
  if (edit) draft.put(FILE, applyEdits(module.text, [edit]).slice(1, -2));
}
