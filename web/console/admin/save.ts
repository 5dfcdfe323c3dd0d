import { Refusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Sends a file and offers the one that comes back. @throws Refusal */
export async function saveFile(path: string, body: FormData, name: string): Promise<void> {
  let response: Response
  try {
    response = await fetch(path, { method: 'POST', body, credentials: 'same-origin' })
  } catch {
    throw new Refusal('platform.unreachable', 0, {}, t('platform.unreachable'))
  }
  if (!response.ok)
    throw new Refusal(
      'platform.bad-answer',
      response.status,
      {},
      t('platform.bad-answer', { status: response.status }),
    )
  offer(await response.blob(), name)
}

export const saveText = (text: string, name: string): void =>
  // Excel on Chinese Windows takes a text without this mark for GBK.
  offer(new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }), name)
