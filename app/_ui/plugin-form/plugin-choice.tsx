import Link from 'next/link'
import css from '#app/_ui/plugin-form/plugin-choice.module.css'

interface Props {
  plugins: { id: string; label: string; description: string }[]
}

/** The kinds there are; choosing one goes on with its form. */
export function PluginChoice({ plugins }: Props) {
  return (
    <ul className={css.list}>
      {plugins.map(({ id, label, description }) => (
        <li key={id}>
          <Link href={`?type=${id}`} className={css.plugin}>
            <strong>{label}</strong>
            <span>{description}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
