/** What a byte is to the scanner. Only what words are made of has the bit 2; all beyond ASCII are letters. */
export const END = 0
export const BLANK = 1
export const LETTER = 2
const DIGIT = 3
/** a mark that only stands for itself */
export const MARK = 4
/** a mark with which a value may begin, or that is not to be kept */
export const OPENER = 5
/** joins words to one when it stands between them */
export const CONNECTOR = 8
export const LINE_END = 9

/** By byte. */
export const CLASS = new Uint8Array(256).fill(MARK, 1, 128).fill(LETTER, 128)

const assign = (characters: string, kind: number) => {
  for (const character of characters) CLASS[character.charCodeAt(0)] = kind
}
assign('\t\v\f ', BLANK)
assign('\n\r', LINE_END)
assign('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$', LETTER)
assign('0123456789', DIGIT)
assign('./@-', CONNECTOR)
assign('+\\<\x01\x02', OPENER)

export const CODE = {
  lineFeed: 0x0a,
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
  star: 0x2a,
  greater: 0x3e,
  backslash: 0x5c,
  delete: 0x7f,
} as const

export const classAt = (bytes: Uint8Array, at: number): number =>
  CLASS[bytes[at] as number] as number
export const isWordAt = (bytes: Uint8Array, at: number): boolean => (classAt(bytes, at) & 2) !== 0
export const isDigitAt = (bytes: Uint8Array, at: number): boolean => classAt(bytes, at) === DIGIT

/** 0-9, a-f, A-F */
export function isHexAt(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] as number
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)
}
