import { asJson } from '#template/document/as-object.ts';

/** A resource that runs, in CloudFormation's words. */
export interface Found {
  readonly type: string;
  readonly name: string;
  /** Its key among others of its type, if the name is not unique. */
  readonly key?: string;
  /** What CloudFormation may call it. */
  readonly physical: readonly unknown[];
  readonly properties: Readonly<Record<string, unknown>>;
  /** The queue or topic that a policy is of, and the property that holds it. */
  readonly of?: { readonly property: string; readonly found: Found };
}

/** A text as JSON; the text, if it is none. */
export const asJsonOr = (text: string | undefined): unknown => asJson(text) ?? text;
