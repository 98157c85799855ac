import { keyShown, readPlain } from '#lib/intake/gottwall/credentials.ts'
import {
  isSignedBy,
  type KeyPair,
  nearest,
  readHeader,
  saltOf,
  sign,
} from '#lib/intake/gottwall/signature.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

const pairOf = ({ public_key, private_key }: Case): KeyPair => ({
  publicKey: String(public_key),
  privateKey: String(private_key),
})

/** The pair with which the headers of the cases are signed. */
const KEYS: KeyPair = { publicKey: 'public_key', privateKey: 'private_key' }

/** Signatures, headers that carry them, and keys in clear. */
export const signing: Adapter['groups'] = {
  sign(golden) {
    const { ts, base, expected, py3_client } = golden
    const keys = pairOf(golden)
    const salt = saltOf(Number(ts), Number(base))
    const rounded = nearest(Number(ts), Number(base))
    const ofPython = { salt: rounded, signature: sign(keys, rounded).signature }
    return {
      expected: { ...(expected as object), py3_client },
      got: {
        ...{ salt, ...sign(keys, salt) },
        py3_client: { ...ofPython, equal: ofPython.signature === sign(keys, salt).signature },
      },
    }
  },

  header({ expected, expected_accept }) {
    const text = String(expected ?? expected_accept)
    const header = readHeader(text)
    const plain = readPlain(text)
    const isAccepted = header ? isSignedBy(header, KEYS) : isSame(plain, KEYS)
    return { expected: text, got: isAccepted ? text : 'refused' }
  },

  basic(golden) {
    const { expected_server, expected_docs } = golden
    const holder = { project: aProject(), keys: [{ id: 1, projectId: 1, ...pairOf(golden) }] }
    const shown = [expected_server, expected_docs].map(
      authorization => keyShown({ authorization: String(authorization) }, holder, 0)?.id,
    )
    return { expected: [1, 1], got: shown }
  },
}

const isSame = (a: KeyPair | null, b: KeyPair) =>
  a?.publicKey === b.publicKey && a.privateKey === b.privateKey
