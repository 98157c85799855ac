import { Button } from '@mantine/core'
import { KeyHint } from '#app/_ui/key-hint.tsx'

/** Of an editor, which saves by the key as well. */
export const SaveButton = ({ save, isSaving }: { save(): void; isSaving: boolean }) => (
  <Button
    variant="filled"
    onClick={save}
    loading={isSaving}
    rightSection={<KeyHint>Ctrl S</KeyHint>}
  >
    Save
  </Button>
)
