import { expect, it } from 'vitest';
import { RESOURCE_TYPES } from '#local/resources/types/resource-types.ts';

const row = (path: string, says: string) => `| \`${path}\` | ${says} |`;

/** The page docs/supported-resources.md, from the tables by which templates are read. */
function supportedPage(): string {
  const types = Object.entries(RESOURCE_TYPES).sort(([a], [b]) => (a < b ? -1 : 1));
  const made = types.filter(([, { idle: reason }]) => reason === undefined);
  const idle = types.filter((one) => !made.includes(one)).map(([name, type]) => row(name, type.idle ?? ''));
  const sections = made.map(([name, { honours, withoutEffect = {} }]) =>
    [
      `## ${name}`,
      '',
      '| property | |',
      '|---|---|',
      ...honours.map((path) => row(path, 'honoured')),
      ...Object.entries(withoutEffect).map(([path, why]) => row(path, `without effect: ${why}`)),
    ].join('\n'),
  );
  return `# Resource types and properties that run here

Written by a test from the runtime's own tables (\`npx vitest run packages/choreography/test/local/resources/supported-page.test.ts --update\`). \`*\` stands for each item of a list; all below a property that is named is honoured. What is not named is refused by \`start\`, or left out by \`--leave-out\` ([how](local-runtime.md#what-cannot-be-run)).

${sections.join('\n\n')}

## Types of which nothing runs

They are taken as they are, whatever their properties. What refers to them gets a name or an ARN.

| type | why |
|---|---|
${idle.join('\n')}
`;
}

it('keeps docs/supported-resources.md current (--update writes it)', async () => {
  await expect(supportedPage()).toMatchFileSnapshot('../../../../../docs/supported-resources.md');
});
