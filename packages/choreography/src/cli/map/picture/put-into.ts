import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { InputError } from '#template/input-error.ts';

const BLOCK = /^```mermaid\n(flowchart[\s\S]*?)\n```$/m;

/** Puts a flowchart into a Markdown file, in place of the first one there. Throws an InputError when there is none. */
export function putInto(file: string, flowchart: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!BLOCK.test(text))
    throw new InputError(
      `"${file}" has no Mermaid flowchart to replace: add an empty one, from \`\`\`mermaid to \`\`\`, that begins with "flowchart".`,
    );
  writeFileSync(
    file,
    text.replace(BLOCK, () => `\`\`\`mermaid\n${flowchart}\n\`\`\``),
  );
}
