// API reference: what each entry of the package exports, from the types themselves.

import { fileURLToPath } from 'node:url'
import { type ExportedDeclarations, Node, Project, type SourceFile } from 'ts-morph'

export interface ApiEntry {
  /** As it is imported: `wamp-mesh/router`. */
  readonly name: string
  /** What it is, from the file's first line. */
  readonly about: string
  readonly exports: readonly ApiExport[]
}

export interface ApiExport {
  readonly name: string
  /** The docstring, in Markdown. */
  readonly about: string
  /** The declaration, as TypeScript. */
  readonly declaration: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

const ENTRIES: Readonly<Record<string, string>> = {
  'wamp-mesh': 'src/entry/index.ts',
  'wamp-mesh/router': 'src/entry/router.ts',
  'wamp-mesh/host': 'src/entry/host.ts',
  'wamp-mesh/elements': 'src/entry/elements.ts',
  'wamp-mesh/websocket': 'src/entry/websocket.ts',
  'wamp-mesh/signaling': 'signaling/server.ts',
}

/** Reads the sources: this takes some seconds. */
export function apiEntries(): ApiEntry[] {
  const project = new Project({
    tsConfigFilePath: `${root}tsconfig.json`,
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { noEmit: false, emitDeclarationOnly: true },
  })
  const declared = new Project({ useInMemoryFileSystem: true })
  return Object.entries(ENTRIES).map(([name, path]) => {
    const file = project.addSourceFileAtPath(root + path)
    return { name, about: firstLineOf(file), exports: exportsOf(file, declared) }
  })
}

function firstLineOf(file: SourceFile): string {
  const [first = ''] = file.getFullText().split('\n')
  return first.replace(/^\/\/ (wamp-mesh[\w/-]*: )?/, '')
}

function exportsOf(file: SourceFile, declared: Project): ApiExport[] {
  const exports: ApiExport[] = []
  for (const [name, declarations] of file.getExportedDeclarations()) {
    const [declaration] = declarations
    if (declaration) exports.push({ name, about: aboutOf(declaration), declaration: textOf(declaration, declared) })
  }
  return exports
}

function aboutOf(declaration: ExportedDeclarations): string {
  const documented = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : declaration
  if (!documented || !Node.isJSDocable(documented)) return ''
  return documented
    .getJsDocs()
    .map(doc => doc.getDescription().trim())
    .join('\n\n')
    .replace(/\{@link ([\w.#]+)\}/g, '`$1`')
}

/** Interfaces and types as they stand; of the rest what its users see, without how it works. */
function textOf(declaration: ExportedDeclarations, declared: Project): string {
  if (Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration)) {
    return declaration.getText(false)
  }
  const emitted = declaredFile(declaration.getSourceFile(), declared)
  const name = declaration.getSymbol()?.getName() ?? ''
  const found = emitted.getClass(name) ?? emitted.getVariableStatement(name) ?? emitted.getFunction(name)
  if (!found) return declaration.getText(false)
  const overloads = Node.isFunctionDeclaration(found) ? found.getOverloads() : []
  const texts = new Set([...overloads, found].map(part => part.getText(false)))
  return [...texts]
    .join('\n')
    .replace(/^export (declare )?/gm, '')
    .replace(/^ {4}#private;\n/m, '')
    .replace(/^( {4})+/gm, indent => ' '.repeat(indent.length / 2))
}

function declaredFile(file: SourceFile, declared: Project): SourceFile {
  const path = `${file.getFilePath()}.d.ts`
  const known = declared.getSourceFile(path)
  if (known) return known
  const [output] = file.getEmitOutput({ emitOnlyDtsFiles: true }).getOutputFiles()
  return declared.createSourceFile(path, output?.getText() ?? '')
}
