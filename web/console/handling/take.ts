import { useRef, useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { Refusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { listKey, queryClient } from '../app/queries.ts'
import { sendAct } from '../incident/acts/send.ts'

export interface TakeReport {
  readonly taken: readonly string[]
  readonly refused: readonly { readonly number: string; readonly why: string }[]
}

/**
 * 批量接单: one command each, one after another, so that a refusal of one stops none of the others. The id of a case's command
 * is kept until it was answered: pressed again after a lost answer it is the same command.
 */
export function useBulkTake() {
  const ids = useRef(new Map<string, string>())
  const [busy, setBusy] = useState(false)
  const [report, setReport] = useState<TakeReport | null>(null)
  const take = async (numbers: readonly string[]): Promise<TakeReport> => {
    setBusy(true)
    setReport(null)
    const taken: string[] = []
    const refused: { number: string; why: string }[] = []
    for (const number of numbers) {
      const id = ids.current.get(number) ?? newId()
      ids.current.set(number, id)
      try {
        await sendAct(number, 'take', { id })
        taken.push(number)
        ids.current.delete(number)
      } catch (error) {
        if (!(error instanceof Refusal) || !error.unsure) ids.current.delete(number)
        refused.push({ number, why: error instanceof Refusal ? error.title : t('console.fault') })
      }
    }
    await queryClient.invalidateQueries({ queryKey: listKey })
    await queryClient.invalidateQueries({ queryKey: ['incident'] })
    const done = { taken, refused }
    setReport(done)
    setBusy(false)
    return done
  }
  return { take, busy, report, forget: () => setReport(null) }
}
