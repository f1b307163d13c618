// dist/wamp-mesh.js: everything a static page needs, in one file; the elements are registered.

export * from './elements-define.ts'
export * from './index.ts'
