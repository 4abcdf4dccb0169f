import type { Template } from '#template/template.ts';
import type { Resources } from './resources.ts';

/** What may be referred to as `FUNCTION.NAME`, by the type of what SAM has made for the function. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Alias': 'Alias',
  'AWS::Lambda::Version': 'Version',
  'AWS::SNS::Topic': 'DestinationTopic',
  'AWS::SQS::Queue': 'DestinationQueue',
};

/** The logical ids that `FUNCTION.Alias` and the like refer to: of several resources of a type, the last one. */
export const referencesTo = (id: string, made: Resources): [reference: string, id: string][] =>
  Object.entries(made).flatMap(([own, { Type }]) => (NAMES[Type] ? [[`${id}.${NAMES[Type]}`, own]] : []));

/** A template in which `Ref`, `Fn::GetAtt` and `Fn::Sub` of such references lead to the resources themselves. */
export function withReferences(template: Template, references: ReadonlyMap<string, string>): Template {
  return references.size === 0 ? template : (resolved(template, references) as Template);
}

function resolved(value: unknown, references: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, references));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (key === 'Ref') return { Ref: references.get(String(argument)) ?? argument };
    if (key === 'Fn::GetAtt') return { 'Fn::GetAtt': attribute(argument, references) };
    if (key === 'Fn::Sub' && typeof argument === 'string') return { 'Fn::Sub': substituted(argument, references) };
    if (key === 'Fn::Sub' && Array.isArray(argument))
      return {
        'Fn::Sub': [
          substituted(String(argument[0]), references),
          ...argument.slice(1).map((each) => resolved(each, references)),
        ],
      };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolved(inner, references)]));
}

function attribute(argument: unknown, references: ReadonlyMap<string, string>): unknown {
  const path = Array.isArray(argument) ? argument : String(argument).split('.');
  if (!path.every((part) => typeof part === 'string')) return argument;
  const [id, name, ...attributes] = path.join('.').split('.');
  const found = references.get(`${id}.${name}`);
  return found !== undefined && attributes.length > 0 ? [found, attributes.join('.')] : argument;
}

const substituted = (text: string, references: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{([\w.]+)\}/g, (whole, name: string) => {
    const [id, property, ...attributes] = name.split('.');
    const found = references.get(`${id}.${property}`);
    return found === undefined ? whole : `\${${[found, ...attributes].join('.')}}`;
  });
