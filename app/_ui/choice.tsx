'use client'

import { type ComboboxItem, Select } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import css from '#app/_ui/choice.module.css'
import { withQuery } from '#app/_ui/query.ts'

interface Props {
  /** its part of the address */
  name: string
  /** said while nothing is chosen: `Level: any` */
  label: string
  placeholder?: string
  options: (string | ComboboxItem)[]
  value: string | null
  width: number
  clearable?: boolean
  searchable?: boolean
}

/** A choice of one that stands in the address. */
export function Choice({ name, label, placeholder, options, value, width, ...rest }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const choose = (next: string | null) =>
    startTransition(() =>
      router.push(withQuery(path, query, { [name]: next ?? undefined, page: undefined }), {
        scroll: false,
      }),
    )

  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      className={css.choice}
      size="xs"
      w={width}
      data={options}
      value={value}
      onChange={choose}
      allowDeselect={false}
      limit={100}
      nothingFoundMessage="None of that name"
      {...rest}
    />
  )
}
