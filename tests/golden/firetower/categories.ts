import { Classifier } from '#lib/errors/classify/classifier.ts'
import type { ClassifierName, ClassifySettings } from '#lib/errors/classify/contract.ts'
import { KnownGroup } from '#lib/errors/classify/known-group.ts'
import { categoryId } from '#lib/errors/classify/similarity/category.ts'
import { readShape } from '#lib/errors/classify/template/read.ts'
import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { signaturePatch } from '#lib/errors/operations/schema.ts'
import { type Adapter, wanted } from '#tests/golden/adapter.ts'

/** Its store keeps texts. */
type Threshold = number | string | null

interface Category {
  signature: string
  threshold?: Threshold
  regex?: string | null
}

const CLASSIFIERS: Record<string, ClassifierName> = { Regex: 'rules', Levenshtein: 'similarity' }

/** What Firetower calls categories: how one is found, made, named and changed. */
export const categories: Adapter['groups'] = {
  category_id: golden => ({
    expected: wanted(golden),
    got: categoryId(golden.signature as string),
  }),

  category_create(golden) {
    const classifier = classifierOf([], ['similarity'])
    classifier.classify(eventOf(golden.signature as string))
    const [made] = classifier.unsaved
    const signature = made?.founding?.message ?? ''
    const id = categoryId(signature)
    const fields = {
      [`${id}:signature`]: signature,
      [`${id}:human_name`]: id,
      [`${id}:threshold`]: made?.identity.threshold ?? '',
    }
    return { expected: wanted(golden), got: { hash: 'category_ids', fields } }
  },

  /** What the product changes of a signature, read back; its text is what a new first message would be. */
  category_meta(golden) {
    if (golden.set === undefined)
      return { expected: wanted(golden), got: ownThreshold(golden.threshold as Threshold) }
    const { signature, human_name, threshold } = golden.set as {
      signature: string
      human_name: string
      threshold: Threshold
    }
    const patch = signaturePatch.parse({ name: human_name, threshold: ownThreshold(threshold) })
    const classifier = classifierOf([], ['similarity'])
    classifier.classify(eventOf(signature))
    const text = classifier.unsaved[0]?.founding?.message
    const got = { signature: text, human_name: patch.name, threshold: patch.threshold }
    return { expected: wanted(golden), got }
  },

  category_list(golden) {
    const { existing, added, expected_count } = golden as unknown as {
      existing: string[]
      added: string[]
      expected_count: number
    }
    const known = existing.map(signature => ({ signature }))
    const classifier = classifierOf(known, ['similarity'])
    for (const text of added) classifier.classify(eventOf(text))
    return { expected: expected_count, got: known.length + classifier.unsaved.length }
  },

  classify(golden) {
    const known = golden.categories as Category[]
    const order = (golden.class_order as string[]).map(name => CLASSIFIERS[name] as ClassifierName)
    const classifier = classifierOf(known, order, golden.threshold as number | undefined)
    const incoming = golden.incoming as string
    const { group } = classifier.classify(eventOf(incoming))
    const created = classifier.unsaved.length > 0
    const category_signature = created ? incoming : known[(group.signatureId ?? 0) - 1]?.signature
    return { expected: wanted(golden), got: { category_signature, created } }
  },
}

/** An empty one means the project’s. */
const ownThreshold = (threshold: Threshold = null): number | null =>
  threshold === '' || threshold === null ? null : Number(threshold)

function classifierOf(
  known: readonly Category[],
  classifiers: readonly ClassifierName[],
  threshold = 0.5,
): Classifier {
  const settings: ClassifySettings = { classifiers, threshold, signatures: 10_000 }
  const classifier = new Classifier(settings)
  for (const [i, { signature, regex, threshold: own }] of known.entries()) {
    const shape = readShape(signature)
    const identity = {
      origin: 'similarity',
      senderKey: null,
      shape,
      threshold: ownThreshold(own),
    } as const
    const group = new KnownGroup(identity)
    group.signatureId = i + 1
    classifier.learn(group, signature, regex ?? null)
  }
  return classifier
}

const eventOf = (message: string): ErrorEvent => ({
  at: 0,
  message,
  level: ERROR_LEVEL,
  host: '',
  program: '',
})
