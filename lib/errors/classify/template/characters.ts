/** What a byte is to the scanner. The bit 2 is set in what words are made of, which all beyond ASCII are too. */
export const END = 0
export const BLANK = 1
export const LETTER = 2
export const DIGIT = 3
export const CONNECTOR = 4
export const MARK = 5

/** By byte. */
export const CLASS = new Uint8Array(256).fill(MARK, 1, 128).fill(LETTER, 128)

const assign = (characters: string, kind: number) => {
  for (const character of characters) CLASS[character.charCodeAt(0)] = kind
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
