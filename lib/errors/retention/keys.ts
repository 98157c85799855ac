/** Of the table `setting`. */
export const RETENTION_KEY = 'errors.retention'
/** What the clean-up has deleted up to; readers believe this and not the settings, which may have grown since. */
export const KEPT_SINCE_KEY = 'errors.kept-since'
