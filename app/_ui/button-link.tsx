'use client'

import { Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface Props extends ButtonProps {
  href: string
  children: ReactNode
}

/** A link that looks like a button. */
export function ButtonLink({ href, ...props }: Props) {
  return <Button component={Link} href={href} {...props} />
}
