/** What no page needs, no page may ask for, nor what might be framed in one. */
const UNUSED_FEATURES = [
  ...['accelerometer', 'bluetooth', 'browsing-topics', 'camera', 'display-capture', 'geolocation'],
  ...['gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb'],
]
const HSTS_S = 365 * 86_400

/**
 * Headers of every answer, whatever it is. Nothing is kept by a cache unless its route says otherwise; behind
 * https browsers shall never come by http again (not so other hosts below this one, which may be somebody else's).
 */
export function webHeaders(publicUrl: string): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': UNUSED_FEATURES.map(name => `${name}=()`).join(', '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // For what does not read frame-ancestors.
    'x-frame-options': 'DENY',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${HSTS_S}` }),
  }
}
