import { Segments } from '#app/_ui/segments.tsx'

const SECTIONS = [
  { href: '/settings', content: 'Installation' },
  { href: '/settings/projects', content: 'Projects' },
]

/** The parts of the settings. */
export const SettingsSections = ({ current }: { current: string }) => (
  <Segments
    label="Settings"
    segments={SECTIONS.map(section => ({ ...section, current: section.href === current }))}
  />
)
