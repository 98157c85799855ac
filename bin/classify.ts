import { enableCompileCache } from 'node:module'

// Compiling its modules would be a tenth of the time that a million lines take.
enableCompileCache()
await import('#bin/classify-lines.ts')
