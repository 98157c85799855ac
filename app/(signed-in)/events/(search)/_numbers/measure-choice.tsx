import { Choice } from '#app/_ui/choice.tsx'
import { KeyPicker } from '#app/(signed-in)/events/(search)/key-picker.tsx'
import { OF_ALL, OF_NUMBERS, type View } from '#app/(signed-in)/events/(search)/view.ts'

/** What is drawn, of which trait, and by which. */
export function MeasureChoice({ view, among }: { view: View; among: Record<string, string> }) {
  const { measure, of, group } = view
  return (
    <>
      <Choice
        name="measure"
        label="Measure"
        options={of ? [...OF_NUMBERS, ...OF_ALL] : [...OF_ALL]}
        value={measure}
        width={96}
      />
      <KeyPicker
        label="Of which trait"
        placeholder="Of a trait"
        value={of ?? null}
        among={among}
        changes={{ name: 'of' }}
      />
      <KeyPicker
        label="By which trait"
        placeholder="By a trait"
        value={group ?? null}
        among={among}
        changes={{ name: 'group' }}
      />
    </>
  )
}
