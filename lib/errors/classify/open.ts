import type { Pool, PoolClient } from 'pg'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import type {
  Classification,
  ClassifySettings,
  Group,
  Saved,
} from '#lib/errors/classify/contract.ts'
import { type StoredSignature, signaturesAfter } from '#lib/errors/classify/data.ts'
import { KnownGroup, type Origin } from '#lib/errors/classify/known-group.ts'
import { insertSignatures, lockSignatures } from '#lib/errors/classify/mutations.ts'
import { readShape, shownBeside } from '#lib/errors/classify/template/read.ts'

/**
 * The classification of a project as the database has it now. Every process opens its own; what others add is taken
 * over on saving, what people change (rules, thresholds, splits, deletions, settings) when it is opened anew.
 */
export async function openClassification(
  pool: Pool,
  projectId: number,
  settings: ClassifySettings,
): Promise<Classification> {
  const stored = new StoredClassification(projectId, settings)
  await stored.load(pool)
  return stored
}

class StoredClassification implements Classification {
  readonly #projectId: number
  readonly #classifier: Classifier
  #lastId = 0

  constructor(projectId: number, settings: ClassifySettings) {
    this.#projectId = projectId
    this.#classifier = new Classifier(settings)
  }

  readonly classify: Classification['classify'] = event => this.#classifier.classify(event)

  async load(pool: Pool): Promise<void> {
    this.#learn(await signaturesAfter(pool, this.#projectId, 0))
  }

  async save(client: PoolClient): Promise<Saved> {
    const inserted = await this.#insertUnsaved(client)
    const templates = new Map<KnownGroup, string>()
    return {
      signatureOf: group => {
        const known = resolved(group)
        const id = inserted.get(known)?.id ?? known.signatureId
        if (id === null) throw new Error('The group was found after it had been asked to save')
        return id
      },
      newTemplateOf: group => {
        const known = resolved(group)
        const { template } = known
        if (template === (inserted.get(known)?.template ?? known.storedTemplate)) return null
        templates.set(known, template)
        return template
      },
      confirm: () => {
        this.#confirm(inserted)
        for (const [known, template] of templates) known.storedTemplate = template
      },
    }
  }

  async #insertUnsaved(client: PoolClient): Promise<Map<KnownGroup, Inserted>> {
    if (this.#classifier.unsaved.length === 0) return new Map()
    await lockSignatures(client, this.#projectId)
    const theirs = await signaturesAfter(client, this.#projectId, this.#lastId)
    if (theirs.length > 0) this.#classifier.adopt(() => this.#learn(theirs))

    const groups = [...this.#classifier.unsaved]
    const inserting = groups.map(group => ({ group, template: group.template }))
    const ids = groups.length > 0 ? await insertSignatures(client, this.#projectId, groups) : []
    return new Map(
      inserting.map(({ group, template }, i) => [group, { id: ids[i] as number, template }]),
    )
  }

  #confirm(inserted: ReadonlyMap<KnownGroup, Inserted>) {
    for (const [group, { id, template }] of inserted) {
      group.signatureId = id
      group.storedTemplate = template
      group.founding = null
      this.#lastId = Math.max(this.#lastId, id)
    }
    this.#classifier.saved(new Set(inserted.keys()))
  }

  #learn(signatures: readonly StoredSignature[]) {
    for (const signature of signatures) {
      this.#classifier.learn(groupOf(signature), signature.firstMessage, signature.regex)
      this.#lastId = signature.id
    }
  }
}

interface Inserted {
  id: number
  template: string
}

function groupOf(signature: StoredSignature): KnownGroup {
  const shape = readShape(signature.firstMessage)
  const identity = {
    origin: signature.origin as Origin,
    senderKey: signature.senderKey,
    shape,
    threshold: signature.threshold,
  }
  const group = new KnownGroup(identity, shownBeside(shape, signature.template))
  group.signatureId = signature.id
  group.storedTemplate = signature.template
  return group
}

/** Every group that leaves a classification is one of its own. */
const resolved = (group: Group): KnownGroup => (group as KnownGroup).resolved()
