import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console and, with pages and a first load of their own, the portal. Nothing is fetched from elsewhere: government networks are closed. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    rollupOptions: { input: { console: 'index.html', portal: 'portal/index.html' } },
    // Said by the language check and the measure of the first load; the default warning is about other houses.
    chunkSizeWarningLimit: 1400,
    assetsInlineLimit: 2048,
  },
})
