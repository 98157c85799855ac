import { Button } from '@mantine/core'
import css from '#app/_ui/share/share.module.css'
import { ShareFields, settingsOf, useShareForm } from '#app/_ui/share/share-fields.tsx'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { changeChart } from '#app/(signed-in)/settings/shared/actions.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

interface Props {
  chart: SharedView
  changed: () => void
}

/** Changes what a shared chart is called, which time it shows and when it ends. */
export function ChangeForm({ chart: { id, name, range, expiresAt }, changed }: Props) {
  const form = useShareForm({
    ...{ name, range, expiry: expiresAt ? 'date' : 'never' },
    date: expiresAt ? dayOf(new Date(expiresAt)) : '',
  })
  const { isBusy, save } = useSave(form)
  const submit = form.onSubmit(values =>
    save(() => changeChart({ id, ...settingsOf(values) }), changed),
  )
  return (
    <form onSubmit={submit} className={css.form}>
      <ShareFields form={form} />
      <div className={css.actions}>
        <Button type="submit" variant="filled" loading={isBusy}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** In this browser's zone, as a date field has it. */
const dayOf = (at: Date) =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-')
