import type { MessageAttribute, MessageAttributes } from '#local/sqs/message.ts';
import type { Attributes } from './topics.ts';

/** The parameters of a call in the query protocol, all texts. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The members of a list: `Name.member.1`, `Name.member.2`, … . */
export function listIn(parameters: Parameters, name: string): string[] {
  return membersOf(parameters, `${name}.member`).map((prefix) => parameters[prefix] ?? '');
}

/** The entries of a map: `Name.entry.1.key` and `Name.entry.1.value`, … . */
export function mapIn(parameters: Parameters, name: string): Attributes {
  return Object.fromEntries(
    membersOf(parameters, `${name}.entry`).map((prefix) => [
      parameters[`${prefix}.key`] ?? '',
      parameters[`${prefix}.value`] ?? '',
    ]),
  );
}

/** Tags: `Tags.member.1.Key` and `Tags.member.1.Value`, … . */
export function tagsIn(parameters: Parameters): Attributes {
  return Object.fromEntries(
    membersOf(parameters, 'Tags.member').map((prefix) => [
      parameters[`${prefix}.Key`] ?? '',
      parameters[`${prefix}.Value`] ?? '',
    ]),
  );
}

export function messageAttributesIn(parameters: Parameters, prefix = ''): MessageAttributes {
  return Object.fromEntries(
    membersOf(parameters, `${prefix}MessageAttributes.entry`).map((entry) => {
      const value = (field: string) => parameters[`${entry}.Value.${field}`];
      const [DataType, StringValue, BinaryValue] = ['DataType', 'StringValue', 'BinaryValue'].map(value);
      const attribute = {
        DataType,
        ...(StringValue !== undefined && { StringValue }),
        ...(BinaryValue !== undefined && { BinaryValue }),
      };
      return [parameters[`${entry}.Name`] ?? '', attribute as MessageAttribute];
    }),
  );
}

/** What the numbered parameters below a name begin with: `Name.1`, `Name.2`, … . */
export function membersOf(parameters: Parameters, name: string): string[] {
  const members: string[] = [];
  const names = Object.keys(parameters);
  for (let index = 1; ; index++) {
    const prefix = `${name}.${index}`;
    if (!names.some((one) => one === prefix || one.startsWith(`${prefix}.`))) return members;
    members.push(prefix);
  }
}
