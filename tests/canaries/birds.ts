import { randomBytes } from 'node:crypto'

/** What all planted secrets have in common, so that one search finds any of them. No word of it is in any file. */
export const SPECIES = `Cnry${randomBytes(9).toString('hex')}`

/** A secret to plant: with letters that addresses, JSON and base64 write in other ways. */
export const bird = (name: string): string => `${SPECIES}/${name}&p@ss "word"?é`

/** The same where an address or a key takes no such letters. */
export const plainBird = (name: string): string => `${SPECIES}_${name}`

/** Texts that betray one of the birds, or any other secret given: as it is, in base64 wherever it begins, in hex. */
export function tracksOf(secrets: readonly string[]): string[] {
  return secrets.flatMap(secret => {
    const hex = Buffer.from(secret).toString('hex')
    return [secret, encodeURIComponent(secret), ...base64Of(secret), hex, hex.toUpperCase()]
  })
}

/** Whole groups of three bytes within a text, which come out the same in base64 whatever is around them. */
export const base64Of = (text: string): string[] =>
  [0, 1, 2].map(skip => {
    const inner = Buffer.from(text).subarray(skip)
    return inner.subarray(0, inner.length - (inner.length % 3)).toString('base64')
  })

/** Where one of the tracks is in a text, with what is around it; nothing when there is none. */
export function found(text: string, tracks: readonly string[]): string[] {
  return tracks.flatMap(track => {
    const at = text.indexOf(track)
    return at < 0 ? [] : [text.slice(Math.max(0, at - 150), at + track.length + 50)]
  })
}
