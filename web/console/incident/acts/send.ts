/** Sending an act of a case: what was typed is dropped once it is done, and what a refusal says of the case is read. */
import { useMutation } from '@tanstack/react-query'
import type { ActDone } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import { addressOf, isRefusal, Refusal, send } from '../../../kit/call.ts'
import { toJson } from '@lifang/platform/unseen.ts'
import { incidentChanged } from '../../app/queries.ts'
import { changeDraft, dropDraft } from './drafts.ts'

/** Sends one command. @throws Refusal */
export const sendAct = async (number: string, act: Act, body: unknown): Promise<ActDone> => {
  const answer = await send(addressOf('/api/incidents/{number}/acts/{act}', { number, act }), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: toJson(body),
  })
  // As `call` does: the server's tests hold its answers to the table.
  return answer as ActDone
}

/** Refusals that say the incident has moved on: the page is read again so that it shows what happened. */
export const movedOn = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === 409 || error.status === 403 || error.status === 404)

/** One act of one case, with the draft it comes from. */
export const useSendAct = (
  number: string,
  act: Act,
  {
    done,
    refused = () => undefined,
  }: { readonly done: (answer: ActDone) => void; readonly refused?: (error: unknown) => void },
) =>
  useMutation({
    mutationFn: (body: unknown) => sendAct(number, act, body),
    onSuccess: (answer) => {
      dropDraft(number, act)
      done(answer)
      return incidentChanged(number)
    },
    onError: (error) => {
      refused(error)
      // The same id came with other content: the first content was carried out. What is typed now is a new command.
      if (isRefusal(error, 'platform.command-reused'))
        changeDraft(number, act, (old) => ({ ...old, id: newId() }))
      if (movedOn(error)) void incidentChanged(number)
    },
  })

/** What a refusal says of one field; undefined where it speaks of another or of none. */
export const refusedAt = (error: unknown, field: string): string | undefined =>
  error instanceof Refusal && error.field?.split('.')[0] === field ? error.title : undefined

/** The first input of an act's form; null until it is drawn. */
export const firstInput = (act: Act): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[id^="act-${act}-"]`)
