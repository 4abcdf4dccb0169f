exports.handler = async ({ Records: [{ body }] }) => {
  const { detail } = JSON.parse(body);
  if (detail.torn) throw new RangeError(`${detail.letterId} is torn`);
};
