import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { portraitRoutes, type PortraitView } from '@lifang/domains/grid/schema/portrait.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { FileButton } from '../../kit/camera.tsx'
import { prepare } from '../../kit/photo.ts'
import { uploaded } from '../../kit/upload.ts'
import { portraitAddress, portraitQuery } from '../../kit/portrait.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { Block, Failed, Trouble } from '../frame.tsx'
import { queryClient } from '../queries.ts'
import { usePerson } from '../session.tsx'

/** 公示照片: one's own face on the residents' card, given and taken back by oneself. Only of grid workers. */
export function Portrait() {
  const person = usePerson()
  const worker = person.holdings.some((h) => h.post === 'grid-worker')
  const query = portraitQuery(person.id)
  const portrait = useQuery({ ...query, enabled: worker })
  if (!worker) return null
  const view = portrait.data
  return (
    <Block
      title={t('field.portrait')}
      beside={view === undefined ? undefined : t(`field.portrait.state.${view.state}`)}
    >
      {view === undefined ? (
        portrait.isError && <Failed error={portrait.error} again={() => void portrait.refetch()} />
      ) : (
        <Mine
          account={person.id}
          view={view}
          onView={(next) => queryClient.setQueryData(query.queryKey, next)}
          again={() => void portrait.refetch()}
        />
      )}
    </Block>
  )
}

function Mine({
  account,
  view,
  onView,
  again,
}: {
  readonly account: string
  readonly view: PortraitView
  readonly onView: (next: PortraitView) => void
  readonly again: () => void
}) {
  const [unfit, setUnfit] = useState<string | null>(null)
  const [taking, setTaking] = useState(false)
  const idFor = useCommandId()
  const params = { id: account }
  const give = useMutation({
    networkMode: 'always',
    mutationFn: async (file: File) => {
      setUnfit(null)
      const ready = await prepare(file)
      if (!ready.ok) {
        const size = Math.round(file.size / 1_000_000)
        setUnfit(t(`field.photo.${ready.why}`, { name: file.name.slice(0, 60), size }))
        return null
      }
      const body = { id: newId(), file: await uploaded(ready.blob) }
      return call(portraitRoutes.givePortrait, { params, body })
    },
    onSuccess: (next) => {
      if (next !== null) onView(next)
    },
    onError: again,
  })
  const takeBack = useMutation({
    networkMode: 'always',
    mutationFn: (portrait: string) =>
      call(portraitRoutes.takeBackPortrait, { params, body: { id: idFor(portrait), portrait } }),
    onSuccess: (next) => {
      setTaking(false)
      onView(next)
    },
    onError: again,
  })
  const { portrait } = view
  return (
    <div className="my-portrait">
      {portrait !== null && <img src={portraitAddress(account, portrait)} alt={t('field.portrait.alt')} />}
      <div>
        <p className="hint">{t('field.portrait.hint')}</p>
        {!view.published && <p className="hint">{t('field.portrait.unpublished')}</p>}
        {portrait !== null && <p className="hint">{t('field.portrait.again')}</p>}
        <p role="status" className={give.isPending ? 'hint busy' : 'unseen'}>
          {give.isPending ? t('field.portrait.busy') : ''}
        </p>
        <Trouble error={unfit} />
        <Trouble error={give.error ?? takeBack.error} />
        <FileButton
          id="portrait"
          label={t(portrait === null ? 'field.portrait.upload' : 'field.portrait.replace')}
          icon="camera"
          onFiles={async ([file]) => {
            if (file !== undefined) await give.mutateAsync(file).catch(() => undefined)
          }}
        />
        {portrait !== null && !taking && (
          <button type="button" className="wide" onClick={() => setTaking(true)}>
            {t('field.portrait.take-back')}
          </button>
        )}
        {portrait !== null && taking && (
          <>
            <p>{t('field.portrait.take-back-why')}</p>
            <button
              type="button"
              className="wide"
              disabled={takeBack.isPending}
              onClick={() => takeBack.mutate(portrait)}
            >
              {t('field.portrait.take-back-do')}
            </button>
            <button type="button" className="wide" onClick={() => setTaking(false)}>
              {t('field.portrait.keep')}
            </button>
          </>
        )}
      </div>
    </div>
  )
}
