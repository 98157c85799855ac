import pg from 'pg'
import { parse } from 'postgres-array'
import type { Plain } from '#lib/plugin.ts'
import { exactNumber, isoTime, plainJson, plainNumber } from '#sources/sql/values.ts'

type Parser = (text: string) => Plain

const { builtins } = pg.types
const asText: Parser = text => text
const timeInZone: Parser = text => isoTime(text.replace(/\+00$/, 'Z'))
const float: Parser = text => {
  const number = Number(text)
  return Number.isNaN(number) ? 'NaN' : plainNumber(number)
}

/** Parsers by the number of a type; every other type is given as its text. */
const parsers: Record<number, Parser> = {
  [builtins.BOOL]: text => text === 't',
  [builtins.INT2]: Number,
  [builtins.INT4]: Number,
  [builtins.OID]: Number,
  [builtins.INT8]: exactNumber,
  [builtins.NUMERIC]: exactNumber,
  [builtins.FLOAT4]: float,
  [builtins.FLOAT8]: float,
  [builtins.TIMESTAMP]: text => isoTime(text),
  [builtins.TIMESTAMPTZ]: timeInZone,
  [builtins.JSON]: plainJson,
  [builtins.JSONB]: plainJson,
}

/** The types of arrays, by the type of their elements. */
const elements: Record<number, number> = {
  1000: builtins.BOOL,
  1005: builtins.INT2,
  1007: builtins.INT4,
  1016: builtins.INT8,
  1231: builtins.NUMERIC,
  1021: builtins.FLOAT4,
  1022: builtins.FLOAT8,
  1009: builtins.TEXT,
  1015: builtins.VARCHAR,
  1115: builtins.TIMESTAMP,
  1182: builtins.DATE,
  1185: builtins.TIMESTAMPTZ,
  2951: builtins.UUID,
  199: builtins.JSON,
  3807: builtins.JSONB,
}

/** How the text of a type's values is read. */
export function parserOf(type: number): Parser {
  const element = elements[type]
  if (element === undefined) return parsers[type] ?? asText
  return text => parse(text, parserOf(element))
}
