'use client'

import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import { PanelBody } from '#app/_ui/panel-body/panel-body.tsx'
import { ClockTime, RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/shared/[uid]/shared.module.css'
import { StyleSwitch } from '#app/shared/[uid]/style-switch.tsx'
import { useShown } from '#app/shared/[uid]/use-shown.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import type { Panel } from '#lib/charts/panel.ts'
import type { FrameSize } from '#lib/charts/shared/addresses.ts'

interface Props {
  title: string
  panel: Panel
  drawn: Drawn
  /** where it is drawn anew */
  address: string
  size: FrameSize
}

/** Before it is known how much room there is. */
const USUAL_PX = 280

/** A chart alone, which fills its frame and keeps itself current. */
export function SharedChart({ title, panel: first, drawn: now, address, size }: Props) {
  const [panel, setPanel] = useState(first)
  const { drawn, at, problem, zoom, isZoomed } = useShown(address, now)
  const { ref, height } = useElementSize()

  return (
    <main className={css.shared} style={{ maxWidth: size.width, height: size.height }}>
      <header className={css.header}>
        <h1 className={css.title}>{title}</h1>
        {panel.kind === 'metrics' && (
          <StyleSwitch style={panel.style} onChange={style => setPanel({ ...panel, style })} />
        )}
      </header>
      <div className={css.figure} ref={ref}>
        <PanelBody
          panel={panel}
          drawn={drawn}
          height={Math.floor(height) || USUAL_PX}
          onZoom={(from, to) => zoom({ from, to })}
        />
      </div>
      <footer className={css.footer}>
        <span>
          {'from' in drawn && (
            <>
              <ClockTime at={drawn.from} /> – <ClockTime at={drawn.to} />
            </>
          )}{' '}
          {isZoomed && (
            <button type="button" className={css.back} onClick={() => zoom(null)}>
              Show all
            </button>
          )}
        </span>
        {problem ? (
          <span className={css.wrong} role="alert">
            {problem}
          </span>
        ) : (
          <span>Belfry, {at === null ? 'just now' : <RelativeTime at={at} />}</span>
        )}
      </footer>
    </main>
  )
}
