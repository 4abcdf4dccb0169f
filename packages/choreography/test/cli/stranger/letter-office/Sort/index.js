exports.handler = async ({ detail }) => {
  if (detail.street === '') throw new RangeError('it has no street');
};
