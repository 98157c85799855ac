'use client'

export const ReplayPanel = (_: { asked: { id: number } }) => null
