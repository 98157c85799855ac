/** C0, DEL and C1, without tab and line ends; and the marks that turn the text after them around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A sender's text as it can be shown: what would not be seen, or would change what is beside it, stands as `\x1b`. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped)

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16)
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`
}
