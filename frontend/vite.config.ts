import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** Writes the licences of all that is bundled beside it: they ask for that. */
function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const folders = new Set<string>()
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const id of chunk.moduleIds) {
          const folder = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(id)?.[1]
          if (folder) folders.add(folder)
          if (id.includes('vite/preload-helper')) folders.add(join(here, 'node_modules/vite'))
        }
      }
      const texts = [...folders].sort().map(notice)
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join('\n\n') })
    },
  }
}

function notice(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((name) => join(folder, name)).find(existsSync)
  if (!file) throw new Error(`${about.name} is bundled and brings no licence`)
  const own = readFileSync(file, 'utf8').split('# Licenses of bundled dependencies')[0] ?? '' // of these nothing is bundled here
  return `${about.name} ${about.version} (${about.license})\n\n${own.trim()}\n`
}

/**
 * The entry's address carries a hash of its content as a query, so a chunk that imported the entry by its bare name
 * would run it a second time.
 */
function nothingImportsTheEntry(): Plugin {
  return {
    name: 'nothing-imports-the-entry',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.imports.includes('anagen.js')) {
          this.error(`${chunk.fileName} imports the entry. Move what they share into a chunk of its own.`)
        }
      }
    },
  }
}

export default defineConfig({
  root: here,
  base: './', // addresses are relative to the bundle, wherever it is served
  publicDir: false,
  plugins: [licences(), nothingImportsTheEntry()],
  build: {
    outDir: process.env.BUNDLE_FOLDER ?? '../src/anagen/web/static/bundle',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900, // three.js
    rollupOptions: {
      input: 'src/main.ts',
      output: {
        entryFileNames: 'anagen.js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: 'anagen[extname]',
        manualChunks: (id) => (id.endsWith('/src/page.ts') ? 'page' : undefined),
      },
    },
  },
})
