'use client'

import { Button, Modal, Progress } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { formatNumber } from '#app/_ui/number.ts'
import { reached } from '#app/_ui/reached.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { tellDone } from '#app/(signed-in)/errors/_operations/done.tsx'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { useReclassification } from '#app/(signed-in)/errors/_operations/use-reclassification.ts'
import { templateInWords } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { lookAtReclassification, reclassify } from '#app/(signed-in)/errors/actions.ts'
import type { ReclassifyPreview } from '#lib/errors/reclassify/preview.ts'

interface Props {
  opened: boolean
  onClose: () => void
  id: number
}

/** Shows where the kept errors would go by today's rules, and sends them there. */
export function ReclassifyDialog({ opened, onClose, id }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Classify the kept errors again" size="lg">
      <Reclassify id={id} onClose={onClose} />
    </Modal>
  )
}

function Reclassify({ id, onClose }: Omit<Props, 'opened'>) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const [preview, setPreview] = useState<ReclassifyPreview | null>(null)
  const [problem, setProblem] = useState('')
  const [started, setStarted] = useState<number | null>(null)
  const progress = useReclassification(started, () => router.refresh())

  useEffect(() => {
    void reached(lookAtReclassification(id)).then(answer =>
      answer.ok ? setPreview(answer.data) : setProblem(answer.error.message),
    )
  }, [id])
  const begin = () =>
    act(
      () => reclassify(id),
      ({ id: number, entry }) => {
        setStarted(number)
        tellDone('The kept errors are classified again.', [entry])
      },
    )

  return (
    <>
      <div aria-live="polite" style={{ minHeight: 60 }}>
        {problem && <p role="alert">{problem}</p>}
        {!preview && !problem && <p className={css.note}>Looking where they would go …</p>}
        {preview && started === null && <Planned preview={preview} />}
        {progress && (
          <>
            <p className={css.note}>
              {progress.finishedAt ? 'Done: ' : ''}
              {formatNumber(progress.done)} of {formatNumber(progress.total)} looked at,{' '}
              {formatNumber(progress.moved)} moved
            </p>
            <Progress
              mt="sm"
              aria-label="Classified again"
              value={progress.total === 0 ? 100 : (progress.done / progress.total) * 100}
            />
          </>
        )}
      </div>
      <div className={css.foot}>
        <Button onClick={onClose}>{started === null ? 'Cancel' : 'Close'}</Button>
        {started === null && (
          <Button
            variant="filled"
            disabled={!preview || preview.moving === 0 || isBusy}
            onClick={begin}
          >
            Classify again
          </Button>
        )}
      </div>
    </>
  )
}

function Planned({ preview: { total, lookedAt, moving, moves } }: { preview: ReclassifyPreview }) {
  return (
    <>
      <p className={css.note}>
        {moving === 0
          ? `All of the ${formatNumber(lookedAt)} kept errors belong here by today’s rules too.`
          : `${formatNumber(moving)} of ${formatNumber(lookedAt)} kept errors would go elsewhere:`}
        {lookedAt < total && ` (There are ${formatNumber(total)}; so many were looked at.)`}
      </p>
      {moves.length > 0 && (
        <div className={css.list}>
          {moves.map(({ from, to, count }) => (
            <div key={`${from.id} ${to.id ?? to.template}`} className={css.option}>
              <bdi title={templateInWords(to.template)}>
                → {templateInWords(to.template)}
                {to.id === null && <span className="dim"> (new)</span>}
              </bdi>
              <span className="num">{formatNumber(count)}</span>
            </div>
          ))}
        </div>
      )}
    </>
  )
}
