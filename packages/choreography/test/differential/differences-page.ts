import { DIFFERENCES as DYNAMODB_LOCAL } from '../oracles/dynamodb-local/differences.ts';
import { DIFFERENCES as EVENT_RULER } from '../oracles/event-ruler/differences.ts';
import { DEVIATIONS } from './deviations/all.ts';
import { EMULATORS, type EngineName } from './engines.ts';
import type { Reference } from './reference.ts';
import { STORIES } from './stories/all.ts';
import type { Story } from './story.ts';

const ENGINES: readonly EngineName[] = ['local runtime', ...EMULATORS.map(({ name }) => name)];
const FAMILIES = [...new Set(STORIES.map(({ service }) => service))];

/** The page docs/differences.md: how the engines deviate from AWS, and by which page they do. */
export const differencesPage = (): string => `# How the engines differ from AWS

Written by the differential suite from its own data (\`npm run test:differential -- --update\`): ${STORIES.length} stories, each a few real SDK calls with the answer that AWS gives. The suite fails when an engine deviates in a way that is not listed here, and when a listed deviation is gone.

A row says what AWS does and by which page; an engine that is right answers so too. Stories that all engines answer as AWS does are counted, not told. Compared are ${EMULATORS.map(({ name, release }) => `${name} ${release}`).join(' and ')}, and the local runtime of this commit.

| stories that are answered as by AWS | of | ${ENGINES.join(' | ')} |
|---|---|${ENGINES.map(() => '---|').join('')}
${FAMILIES.map(countRow).join('\n')}

${FAMILIES.map(familySection).filter(Boolean).join('\n\n')}

## What is not compared

${STORIES.flatMap(({ name, notTo = {} }) =>
  Object.entries(notTo).map(([engine, reason]) => `- ${name}: not told to ${engine}, since ${reason}.`),
).join('\n')}

## What no page says

These answers are AWS's by what was seen there, not by a page.

${STORIES.filter(({ reference }) => reference.page === null)
  .map(({ name, reference }) => `- ${name}: ${reference.seen}.`)
  .join('\n')}

${dynamoDbLocalSection()}
`;

/** Classes of answers, not stories: they were met in thousands of requests made at random. */
const dynamoDbLocalSection = () => `## DynamoDB Local

AWS's own DynamoDB Local 3.3.1 is asked the same random requests as the local runtime (\`packages/choreography/test/oracles/dynamodb-local\`): conditions, updates, projections, items, queries and scans on a table with a local and two global indexes. Each answer is the same, but for these classes.

| the local runtime | DynamoDB Local | why it stays so |
|---|---|---|
${DYNAMODB_LOCAL.map(({ here, dynamoDbLocal, source: page }) => `| ${[here, dynamoDbLocal, page].map(cell).join(' | ')} |`).join('\n')}

## Event Ruler

AWS's own Event Ruler 2.1.0 is asked thousands of random patterns and events, patterns with a slip of the pen, and blocks of addresses (\`packages/choreography/test/oracles/event-ruler\`). Each answer is the same, refusals to the letter and the place, but for this.

| the local runtime | Event Ruler | why it stays so |
|---|---|---|
${EVENT_RULER.map(({ here, eventRuler, source: page }) => `| ${[here, eventRuler, page].map(cell).join(' | ')} |`).join('\n')}`;

const storiesOf = (family: string) => STORIES.filter(({ service }) => service === family);

function countRow(family: string): string {
  const stories = storiesOf(family);
  const asAws = (engine: EngineName) => {
    const told = stories.filter(({ notTo }) => !notTo?.[engine]);
    if (told.length === 0) return 'none told';
    const right = told.filter(({ name }) => !DEVIATIONS[name]?.[engine]).length;
    return told.length === stories.length ? right : `${right} of ${told.length} told`;
  };
  return `| ${family} | ${stories.length} | ${ENGINES.map(asAws).join(' | ')} |`;
}

function familySection(family: string): string {
  const deviating = storiesOf(family).filter(({ name }) => DEVIATIONS[name]);
  if (deviating.length === 0) return '';
  return `## ${family}

| what AWS does | by which page | who is right | who is not, and how |
|---|---|---|---|
${deviating.map(deviationRow).join('\n')}`;
}

function deviationRow({ name, reference, notTo }: Story): string {
  const deviations = DEVIATIONS[name] ?? {};
  const right = ENGINES.filter((engine) => !deviations[engine] && !notTo?.[engine]).join(', ') || 'AWS alone';
  const wrong = ENGINES.flatMap((engine) => {
    const because = deviations[engine]?.because;
    return because ? [`**${engine}**: ${because}`] : [];
  });
  return `| ${[name, source(reference), right, wrong.join(' ')].map(cell).join(' | ')} |`;
}

const source = ({ page, url, seen }: Reference): string =>
  [page === null ? 'no page says it' : `[${page}](${url})`, seen].filter(Boolean).join('; ');

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
