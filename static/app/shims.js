// The first import of main.js: @tanstack/virtual-core reads process.env.NODE_ENV.
// @ts-ignore
globalThis.process ??= { env: { NODE_ENV: "production" } };
