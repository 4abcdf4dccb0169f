import { type PathStep, parsePath } from './path.ts';
import { Tokens } from './tokens.ts';

/** @throws ExpressionError */
export function parseProjection(text: string): readonly (readonly PathStep[])[] {
  const tokens = new Tokens(text);
  const paths = [];
  do paths.push(parsePath(tokens));
  while (tokens.accept(','));
  if (tokens.next.kind !== 'end') throw tokens.unexpected();
  return paths;
}
