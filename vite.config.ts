// Vite's and Vitest's settings.

import { availableParallelism } from 'node:os'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig as UserConfig } from 'vitest/config'
import { site } from './demo/site/plugin.ts'
import { chromiumLaunchOptions } from './test/browser/find-chromium.ts'
import { ClosingLine } from './test/closing-line.ts'
import { LongestFirst } from './test/longest-first.ts'

const minutes = 60_000

/** Files that run at once: they wait more than they work. */
const AT_ONCE = Math.max(3, availableParallelism())
/**
 * Of these, each has a process of its own: sockets, and time that is real, may go on behind a test that failed, and would
 * be in the way of the next file; and those that count the timers of a time of their own must find no others among them.
 * All others share what they import, which takes longer than most of them.
 */
const APART = [
  'test/*.test.ts',
  'test/{autobahn,client,host,interop,properties,signaling,transport}/**/*.test.ts',
  'test/demo/orchard/silence.test.ts',
]
/** Of these, each needs the machine for itself: what they do to it would slow others beyond what they may take. */
const ALONE = ['test/e2e/crowd.spec.ts']

/** The demo: a static site that works below any path. */
const demo: UserConfig = {
  root: 'demo',
  base: './',
  appType: 'mpa',
  plugins: [site()],
  build: { outDir: '../dist/demo', emptyOutDir: true, target: 'es2022' },
  // One file of one name: pages of an older and a newer version share the worker that runs, and with it the room.
  worker: {
    format: 'es',
    rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'wamp-mesh-worker.js' } },
  },
}

/** dist/wamp-mesh.js: one file for a script tag, so that nothing else has to be copied with it. */
const cdn: UserConfig = {
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: true,
    lib: { entry: 'src/entry/cdn.ts', formats: ['es'], fileName: () => 'wamp-mesh.js' },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
}

/** dist/autobahn.js: a classic script that sets `globalThis.autobahn`. */
const autobahn: UserConfig = {
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: true,
    // Its name is for the wrapper only: the entry has no exports, and sets the global itself.
    lib: { entry: 'src/entry/autobahn-script.ts', formats: ['iife'], name: 'autobahn', fileName: () => 'autobahn.js' },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
}

/** dist/wamp-mesh-worker.js: the router as a worker script, in one file that imports nothing. */
const worker: UserConfig = {
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: true,
    lib: { entry: 'src/entry/worker.ts', formats: ['es'], fileName: () => 'wamp-mesh-worker.js' },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
}

const modes: Record<string, UserConfig> = { cdn, autobahn, worker }

const test: UserConfig = {
  // Found while running, a dependency would make Vite reload the page under the tests.
  optimizeDeps: {
    include: ['simple-peer/simplepeer.min.js', 'msgpackr', 'cbor-x', 'idb-keyval', 'uqr', 'lit', '@lit/context'],
  },
  test: {
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LongestFirst },
    // Whatever is awaited may take its time on a busy machine.
    expect: { poll: { timeout: minutes / 2, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', ...APART],
          isolate: false,
          maxWorkers: AT_ONCE,
          testTimeout: minutes / 2,
          hookTimeout: minutes / 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          environment: 'node',
          include: APART,
          exclude: ['test/**/*.browser.test.ts'],
          maxWorkers: AT_ONCE,
          testTimeout: minutes / 2,
          hookTimeout: minutes / 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: 'test/browser/websocket-pairs.ts',
          maxWorkers: AT_ONCE,
          testTimeout: minutes,
          browser: {
            enabled: true,
            fileParallelism: false,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/**/*.spec.ts'],
          exclude: ALONE,
          globalSetup: 'test/e2e/build.ts',
          // They share browsers too.
          isolate: false,
          maxWorkers: AT_ONCE,
          testTimeout: 3 * minutes,
          hookTimeout: 3 * minutes,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          environment: 'node',
          include: ALONE,
          globalSetup: 'test/e2e/build.ts',
          // Behind all others, one by one.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 3 * minutes,
          hookTimeout: 3 * minutes,
        },
      },
    ],
  },
}

export default defineConfig(({ mode }) => (mode === 'test' ? test : (modes[mode] ?? demo)))
