/** What no page needs, no page may ask for, nor what might be framed in one. */
const UNUSED_FEATURES = [
  ...['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'geolocation', 'gyroscope'],
  ...['hid', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb'],
]
const HSTS_S = 365 * 86_400

/**
 * Headers of every answer, whatever it is. Behind https browsers shall never come by http again; hosts below
 * this one, which may be somebody else's, are left alone. What is for all may stand in, and be read by, pages of others.
 */
export function webHeaders(publicUrl: string, isForAll = false): Record<string, string> {
  return {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': isForAll ? 'cross-origin' : 'same-origin',
    'permissions-policy': UNUSED_FEATURES.map(name => `${name}=()`).join(', '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    ...(isForAll
      ? { 'access-control-allow-origin': '*' }
      : // For what does not read frame-ancestors.
        { 'x-frame-options': 'DENY' }),
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${HSTS_S}` }),
  }
}
