/** What a character is to the scanner; unknown ones, and all beyond ASCII but blanks, belong to words. */
export const BLANK = 1
export const LETTER = 2
export const DIGIT = 3
export const CONNECTOR = 4
export const MARK = 5

const classes = new Uint8Array(128).fill(MARK)
const assign = (characters: string, kind: number) => {
  for (const character of characters) classes[character.charCodeAt(0)] = kind
}
assign('\t\n\v\f\r ', BLANK)
assign('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$', LETTER)
assign('0123456789', DIGIT)
assign('./@-', CONNECTOR)

export const CODE = {
  blank: 0x20,
  quote: 0x22,
  dollar: 0x24,
  percent: 0x25,
  plus: 0x2b,
  minus: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  at: 0x40,
  backslash: 0x5c,
} as const

const NO_BREAK_SPACE = 0xa0
const REPLACED = 0xfffd

export function classOf(code: number): number {
  if (code < 128) return classes[code] as number
  if (code === NO_BREAK_SPACE) return BLANK
  return code === REPLACED ? MARK : LETTER
}

export const isDigit = (code: number) => code >= 48 && code <= 57
export const isWord = (code: number) => {
  const kind = classOf(code)
  return kind === LETTER || kind === DIGIT
}
/** 0-9, a-f, A-F */
export const isHex = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
