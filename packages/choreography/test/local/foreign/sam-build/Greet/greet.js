exports.handler = async ({ detail }) => console.log(`Hello, ${detail.name}`);
