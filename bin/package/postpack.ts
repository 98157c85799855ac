import { putBack } from '#bin/package/swap.ts'

putBack()
