/** What came of a function's invocations, in a form in which the real client and the local runtime can be compared. */
export interface Behaviour {
  /** One for each invocation; none after the environment ended. */
  readonly answers: readonly Answer[];
  /** Lines that `console` wrote. */
  readonly lines: readonly string[];
}

export type Answer =
  /** JSON text. */
  | { readonly result: string }
  | { readonly error: unknown }
  /** Base64. */
  | { readonly streamed: string; readonly contentType: string }
  /** How the process ended without an answer. */
  | { readonly ended: string };

export const REQUEST_ID = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
export const TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';

/** Without what must differ: times, numbers of processes, and the frames and modules of the runtime itself. */
export function normalised({ answers, lines }: Behaviour): Behaviour {
  return { answers: answers.map((answer) => withoutOwn(answer) as Answer), lines: lines.map(normalisedLine) };
}

function normalisedLine(line: string): string {
  const text = line
    .trimEnd()
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\(node:\d+\)/g, '(node:PID)');
  const [, before = '', json = ''] = /^((?:.* \t)?)(\{.*\})$/s.exec(text) ?? [];
  return json === '' ? String(withoutOwn(text)) : `${before}${JSON.stringify(withoutOwn(JSON.parse(json)))}`;
}

/** Files of the runtime's, here and there. */
const OWN = 'node:|aws-lambda-ric|node-runtime|environment-thread|runtime-sdk|stand-in|/var/runtime|<anonymous>';
const OWN_LINE = new RegExp(`^(?: +at |- ).*(?:${OWN})`);

function withoutOwn(value: unknown): unknown {
  if (typeof value === 'string') return value.split('\n').filter(isOfCode).map(withoutLabel).join('\n');
  if (Array.isArray(value))
    return value.filter((each) => typeof each !== 'string' || isOfCode(each)).map((each) => withoutOwn(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutOwn(each)]));
}

const isOfCode = (line: string): boolean => !OWN_LINE.test(line);

/** What a frame calls a handler depends on who calls it, and a file may be imported by the runtime. */
const withoutLabel = (line: string): string =>
  line
    .replace(/^( +at ).*?((?:file:\/\/)?\/[^ ()]+)\)?$/, '$1$2')
    .replace(new RegExp(`(imported from ).*(?:${OWN}).*`), '$1the runtime');
