import type { Pool } from 'pg'
import { type Book, openBook } from '#lib/metrics/intake/book.ts'
import type { Project } from '#lib/projects/schema.ts'

/** The books of the projects that something came for, each as its project stands now. */
export interface Books {
  /** undefined until `open` has opened it, and again when the project was changed */
  get(project: Project): Book | undefined
  open(project: Project): Promise<Book>
  /** There while some are being opened, until they are or cannot be. */
  opening(): Promise<void> | undefined
}

export function openBooks(pool: Pool): Books {
  const books = new Map<number, Book>()
  const opening = new Map<Project, Promise<Book>>()

  const get = (project: Project) => {
    const book = books.get(project.id)
    return book?.project === project ? book : undefined
  }

  async function read(project: Project): Promise<Book> {
    const book = await openBook(pool, project)
    books.set(project.id, book)
    return book
  }

  return {
    get,
    open(project) {
      const known = get(project)
      if (known) return Promise.resolve(known)
      const started = opening.get(project) ?? read(project).finally(() => opening.delete(project))
      opening.set(project, started)
      return started
    },
    opening: () =>
      opening.size > 0 ? Promise.allSettled(opening.values()).then(() => {}) : undefined,
  }
}
