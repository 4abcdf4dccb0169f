/** A fenced block of a Markdown page. */
export interface Block {
  /** What stands behind the fence: `ts`, `diff`, `sh`, `markdown`. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in its order. */
export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));
