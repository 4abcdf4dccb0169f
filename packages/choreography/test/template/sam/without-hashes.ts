/** Resources without SAM's hash of a deployment, which is of how its language writes a dictionary: nothing but its own stage knows it. */
export const withoutHashes = (resources: object): unknown =>
  JSON.parse(
    JSON.stringify(resources)
      .replace(/Deployment[0-9a-f]{10}/g, 'Deployment')
      .replace(/"Description":"RestApi deployment id: [0-9a-f]+",/g, ''),
  );
