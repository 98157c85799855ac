/** Digits that tell values of this size apart without noise. */
const SIGNIFICANT = 3

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const fraction = new Intl.NumberFormat('en-US', {
  minimumSignificantDigits: SIGNIFICANT,
  maximumSignificantDigits: SIGNIFICANT,
})
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** `48,210`, `24`, `0.710`, `97.2`, `1.20e-7`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return value.toExponential(SIGNIFICANT - 1)
  return size >= 1000 || Number.isInteger(value) ? whole.format(value) : fraction.format(value)
}

/** A number with its unit: `0.710 %`, `184 ms`. */
export function withUnit(value: number, unit: string): string {
  return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value)
}

/** For an axis: `1.2M`. */
export function shortNumber(value: number): string {
  return Math.abs(value) >= 10_000 ? compact.format(value) : formatNumber(value)
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB']

/** `412 B`, `38 KiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10))
  return `${formatNumber(bytes / 1024 ** power)} ${BYTES[power]}`
}
