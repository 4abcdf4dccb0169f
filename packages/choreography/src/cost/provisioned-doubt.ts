import type { TemplateFacts } from './template-facts.ts';

/** Says of the tables that are paid for by the hour that what they cost is not counted so: one sentence, or none without any. */
export function provisionedDoubt({ tables }: Pick<TemplateFacts, 'tables'>): string[] {
  const names = [...tables].flatMap(([name, { provisioned }]) => (provisioned ? [name] : []));
  if (names.length === 0) return [];
  return [
    `Not counted: the capacity that ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} paid for by the hour; writes and reads are priced as if paid for by the request.`,
  ];
}
