/** Where the local runtime does not do as the real client does, and why. */
export const DIFFERENCES: readonly {
  /** Of the function in the table. */
  readonly name: string;
  readonly runtimes: readonly string[];
  readonly why: string;
}[] = [
  {
    name: 'streams otherwise',
    runtimes: ['nodejs22.x'],
    why: 'aws-lambda-ric 3.3.0 means to say Runtime.MalformedStreamingHandler, and lacks that class: it says ReferenceError. Here it is said as meant.',
  },
];
