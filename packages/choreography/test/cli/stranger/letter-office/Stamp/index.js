exports.handler = async ({ detail }) => console.log(`stamped ${detail.letterId}`);
