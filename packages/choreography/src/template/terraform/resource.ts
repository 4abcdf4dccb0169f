import type { Attributes } from './attributes.ts';

/** How resources of a type are converted to CloudFormation: the type, and its properties from the attributes. */
export interface Conversion {
  readonly type: string;
  readonly properties: (attributes: Attributes) => Readonly<Record<string, unknown>>;
}

/** Conversions by Terraform's type. */
export type Conversions = Readonly<Record<string, Conversion>>;

/** Properties that are unchanged attributes: `{ Property: 'attribute' }`. A resource's own name has to be known. */
export const named =
  (names: Readonly<Record<string, string>>) =>
  (attributes: Attributes): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(names).map(([property, name]) => [
        property,
        name === 'name' ? attributes.known(name) : attributes.value(name),
      ]),
    );
