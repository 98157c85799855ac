/** Places are counted in columns of the page's width and in rows of a fixed height. */
export const COLUMNS = 12
export const ROW_PX = 40
/** Each panel is a question to the database, asked again whenever the page is refreshed. */
export const MOST_PANELS = 60
export const MOST_ROWS = 24
