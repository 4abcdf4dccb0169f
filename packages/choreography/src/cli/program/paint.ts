import { styleText } from 'node:util';

type Colour = 'green' | 'yellow' | 'red' | 'dim';
/** Colours a text, or returns it unchanged. */
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_, text) => text;

/** Colour for a terminal only, and never when NO_COLOR is set (no-color.org). */
export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && !process.env.NO_COLOR ? styleText : plain;
