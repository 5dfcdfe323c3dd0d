import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { FILE_LIMIT } from '@lifang/platform/route.ts'
import { upload } from './call.ts'
import { t } from './words.ts'

/** Seen before it is sent: a file that is too large would be cut off half way, and the page could not say why. */
export function unfit(file: File): string | null {
  if (file.size === 0) return t('console.photo-empty')
  return file.size > FILE_LIMIT ? t('console.photo-large', { mb: FILE_LIMIT / 1024 / 1024 }) : null
}

/** Sends a photo. @returns its id @throws Refusal */
export async function uploaded(file: Blob): Promise<string> {
  const form = new FormData()
  form.append('file', file, 'photo.jpg')
  return (await upload(incidentRoutes.uploadFile, form)).id
}
