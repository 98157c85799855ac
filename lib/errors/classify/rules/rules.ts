import { type Expression, readExpression } from '#lib/errors/classify/rules/expression.ts'

interface Rule<Group> {
  group: Group
  expression: Expression
}

/** The expressions of a project's signatures; the first one in their order that is found in a message takes it. */
export class Rules<Group> {
  readonly #rules: Rule<Group>[] = []

  /** One that cannot be read, as after a change of what is supported, takes nothing. */
  add(group: Group, source: string): void {
    try {
      this.#rules.push({ group, expression: readExpression(source) })
    } catch {
      // The page of the signature tells; a message must not fail for it.
    }
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  find(message: string): { group: Group; source: string } | undefined {
    for (const { group, expression } of this.#rules)
      if (expression.isIn(message)) return { group, source: expression.source }
    return undefined
  }
}
