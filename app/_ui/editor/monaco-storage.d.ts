/** Monaco has no types for its own services. */
declare module 'monaco-editor/platform/storage/common/storage' {
  export class InMemoryStorageService {
    /** scope 0: of the profile, target 0: of the user */
    store(key: string, value: boolean, scope: 0, target: 0): void
  }
}
