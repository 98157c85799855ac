/** RFC 5424, section 6.2.1, by number. */
const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
]

/** The facility of a priority from 0 to 191. */
export const facilityOf = (priority: number): string => FACILITIES[priority >> 3] ?? ''
