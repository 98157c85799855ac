import { Alert, Button } from '@mantine/core'
import type { RangeKey } from '#app/_ui/range/range.ts'
import css from '#app/_ui/share/share.module.css'
import { ShareFields, settingsOf, useShareForm } from '#app/_ui/share/share-fields.tsx'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { share } from '#app/(signed-in)/settings/shared/actions.ts'
import type { Panel, PanelKind } from '#lib/charts/panel.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

interface Props {
  panel: Panel
  name: string
  range: RangeKey | undefined
  shared: (chart: SharedView) => void
}

/** What of it everybody will know. */
const SEEN: Record<PanelKind, string> = {
  metrics: 'the names of its lines',
  table: 'the values of its filter',
  number: 'the number',
  monitor: 'the values and the states of the monitor',
  monitors: 'the names of the monitors and their states',
  errors: 'how many errors there are, not what they say',
  text: 'the text',
}

/** Shares a chart, and says first what that means. */
export function ShareForm({ panel, name, range = '30d', shared }: Props) {
  const form = useShareForm({ name: name.slice(0, 100), range, expiry: '90', date: '' })
  const { isBusy, save } = useSave(form)
  const submit = form.onSubmit(values =>
    save(() => share({ panel, ...settingsOf(values) }), shared),
  )
  return (
    <form onSubmit={submit} className={css.form}>
      <Alert color="orange">
        Whoever has the address sees it without signing in: its title and {SEEN[panel.kind]}.
      </Alert>
      <ShareFields form={form} />
      <div className={css.actions}>
        <Button type="submit" variant="filled" loading={isBusy}>
          Share
        </Button>
      </div>
    </form>
  )
}
