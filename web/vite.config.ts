import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { stillAntd } from './build/antd-still.ts'
import { bareTables } from './build/bare-tables.ts'

/** Packs what was built once, so that the server packs nothing: brotli for browsers over TLS, gzip for those without. */
const packed = (): Plugin => ({
  name: 'lifang-packed',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle)) {
      if (!/\.(js|css|html|svg|json)$/.test(name)) continue
      const file = join(dir, name)
      const bytes = readFileSync(file)
      if (bytes.length < 1024) continue
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
      writeFileSync(
        `${file}.br`,
        // Eleven would take the build ten times as long for four hundredths less.
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      )
    }
  },
})

/** The console and, with pages and first loads of their own, the portal and the field pages. Nothing is fetched from elsewhere: government networks are closed. */
export default defineConfig({
  plugins: [stillAntd(), bareTables(), react(), packed()],
  build: {
    target: 'es2022',
    rollupOptions: {
      input: { console: 'index.html', portal: 'portal/index.html', field: 'field/index.html' },
    },
    // Said by the language check and the measure of the first load; the default warning is about other houses.
    chunkSizeWarningLimit: 1400,
    assetsInlineLimit: 2048,
  },
})
