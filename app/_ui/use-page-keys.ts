'use client'

import { type HotkeyItem, useHotkeys } from '@mantine/hooks'

/** Keys of a page, which rest while a dialog stands before it. */
export function usePageKeys(keys: HotkeyItem[]) {
  useHotkeys(
    keys.map(
      ([key, act]): HotkeyItem => [
        key,
        event => {
          if (!document.querySelector('[aria-modal="true"]')) act(event)
        },
      ],
    ),
  )
}
