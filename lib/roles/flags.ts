/**
 * How a role's process is started. Left to itself, V8 lets the young objects of a busy role take 128 MiB, and gains
 * nothing by it (bench/README.md).
 */
export const ROLE_FLAGS = ['--max-semi-space-size=16']
