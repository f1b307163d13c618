// The package as npm packs it, in a project of its own, whose other packages are those of this repository.

import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

interface Manifest {
  readonly bin: Record<string, string>
  readonly dependencies: Record<string, string>
}

/** Packs what was built. */
export class Package {
  readonly tarball: string
  /** The paths of the files in it. */
  readonly files: readonly string[]

  private constructor(tarball: string, files: readonly string[]) {
    this.tarball = tarball
    this.files = files
  }

  static async pack(directory: string): Promise<Package> {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', directory]
    const { stdout } = await run('npm', args, { cwd: root })
    const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
    return new Package(
      join(directory, filename),
      files.map(({ path }) => path),
    )
  }
}

/** A project with the package installed, where nothing is that the package does not ask for. */
export class Project {
  readonly directory: string

  private constructor(directory: string) {
    this.directory = directory
  }

  static async create(): Promise<Project> {
    return new Project(await mkdtemp(join(tmpdir(), 'wamp-mesh-project-')))
  }

  /** As `npm install` would, but from this repository instead of the network; `more`: packages that the project has too. */
  async install({ tarball }: Package, ...more: string[]): Promise<void> {
    const modules = join(this.directory, 'node_modules')
    const installed = join(modules, 'wamp-mesh')
    await mkdir(join(modules, '.bin'), { recursive: true })
    await mkdir(installed)
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
    const { bin, dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest
    for (const name of [...Object.keys(dependencies), ...more]) {
      await mkdir(dirname(join(modules, name)), { recursive: true })
      await symlink(join(root, 'node_modules', name), join(modules, name), 'junction')
    }
    for (const [name, file] of Object.entries(bin)) {
      await chmod(join(installed, file), 0o755)
      await symlink(join(installed, file), join(modules, '.bin', name))
    }
    await this.write({ 'package.json': '{ "name": "project", "private": true, "type": "module" }' })
  }

  async write(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.directory, name), text)
  }

  /** Runs a command here; what it printed, and how it ended. */
  run(command: string, ...args: string[]): { status: number | null; output: string } {
    const env = { ...process.env, NODE_ENV: 'production' }
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: this.directory, env, encoding: 'utf8' })
    return { status, output: error?.message ?? stdout + stderr }
  }

  /** A command of this repository's tools: `tsc`, `vite`. */
  tool(name: string, ...args: string[]): { status: number | null; output: string } {
    return this.run(join(root, 'node_modules/.bin', name), ...args)
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true })
  }
}
