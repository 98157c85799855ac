/** Numbers, or other values without a character that needs escaping, as one parameter of a query, in PostgreSQL's text form of an array. */
export const numberArray = (values: readonly (number | string | null)[]): string =>
  `{${values.map(value => value ?? 'null').join(',')}}`
