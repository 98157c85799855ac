'use client'

import { Textarea, TextInput } from '@mantine/core'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import { ErrorsFields } from '#app/(signed-in)/dashboards/_editor/fields/errors-fields.tsx'
import { MetricFields } from '#app/(signed-in)/dashboards/_editor/fields/metric-fields.tsx'
import {
  MonitorFields,
  MonitorsFields,
} from '#app/(signed-in)/dashboards/_editor/fields/monitor-fields.tsx'
import type { Offers } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import type { Panel } from '#lib/charts/panel.ts'

export interface FieldsOf<P extends Panel> {
  panel: P
  change(panel: Panel): void
  /** what is wrong, by the path of the field */
  problems: Record<string, string>
  offers: Offers
}

/** The form of a panel of whatever kind. */
export function PanelFields({ panel, ...rest }: FieldsOf<Panel>) {
  return (
    <>
      <TextInput
        data-autofocus={panel.kind === 'text' || undefined}
        label="Title"
        placeholder={titleOf({ ...panel, title: '' })}
        maxLength={100}
        value={panel.title}
        onChange={event => rest.change({ ...panel, title: event.currentTarget.value })}
      />
      <KindFields panel={panel} {...rest} />
    </>
  )
}

function KindFields({ panel, ...rest }: FieldsOf<Panel>) {
  switch (panel.kind) {
    case 'metrics':
    case 'table':
    case 'number':
      return <MetricFields panel={panel} {...rest} />
    case 'monitor':
      return <MonitorFields panel={panel} {...rest} />
    case 'monitors':
      return <MonitorsFields panel={panel} {...rest} />
    case 'errors':
      return <ErrorsFields panel={panel} {...rest} />
    case 'text':
      return (
        <Textarea
          label="Text"
          description="Markdown: **bold**, [links](https://…), lists."
          autosize
          minRows={8}
          maxRows={20}
          maxLength={10_000}
          value={panel.text}
          onChange={event => rest.change({ ...panel, text: event.currentTarget.value })}
        />
      )
  }
}
