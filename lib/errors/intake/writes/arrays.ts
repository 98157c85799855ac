/** PostgreSQL's text form of an array of numbers, which `pg` would make a good deal slower. */
export const numbers = (values: readonly number[]) => `{${values.join(',')}}`
