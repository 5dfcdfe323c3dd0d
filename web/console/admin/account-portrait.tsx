import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { portraitRoutes, type PortraitView } from '@lifang/domains/grid/schema/portrait.ts'
import type { AccountDetail } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { portraitAddress, portraitQuery } from '../../kit/portrait.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { unfit, uploaded } from '../../kit/upload.ts'
import { t } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'

const minuteOf = (instant: string): string => exact(Date.parse(instant)).slice(0, 16)

/** 公示照片: what residents may see of a grid worker's face, and who said so. */
export function AccountPortrait({ account }: { readonly account: AccountDetail }) {
  const query = portraitQuery(account.id)
  const portrait = useQuery(query)
  const [unfitted, setUnfitted] = useState<string | null>(null)
  const [taking, setTaking] = useState(false)
  const idFor = useCommandId()
  const onSuccess = (view: PortraitView): void => {
    setTaking(false)
    queryClient.setQueryData(query.queryKey, view)
  }
  // Somebody else was quicker: what stands now is shown beside the refusal.
  const onError = (): void => void queryClient.invalidateQueries({ queryKey: query.queryKey })
  const params = { id: account.id }
  const give = useMutation({
    mutationFn: async (file: File) => {
      const body = { file: await uploaded(file) }
      return call(portraitRoutes.givePortrait, { params, body: { id: idFor(body), ...body } })
    },
    onSuccess,
    onError,
  })
  const approve = useMutation({
    mutationFn: (seen: string) =>
      call(portraitRoutes.approvePortrait, {
        params,
        body: { id: idFor(['approve', seen]), portrait: seen },
      }),
    onSuccess,
    onError,
  })
  const takeBack = useMutation({
    mutationFn: (seen: string) =>
      call(portraitRoutes.takeBackPortrait, { params, body: { id: idFor(['take', seen]), portrait: seen } }),
    onSuccess,
    onError,
  })
  const view = portrait.data
  return (
    <section className="card" aria-labelledby="account-portrait">
      <header>
        <h2 id="account-portrait">{t('admin.portrait')}</h2>
        <span className="mu sm">{t('admin.portrait.hint')}</span>
        <span className="sp" />
        {view?.worker === true && <span className="tag b">{t(`admin.portrait.state.${view.state}`)}</span>}
      </header>
      {view === undefined ? (
        portrait.isError ? (
          <Failed error={portrait.error} retry={() => void portrait.refetch()} />
        ) : (
          <Loading lines={3} />
        )
      ) : !view.worker && view.portrait === null ? (
        <p className="mu body">{t('admin.portrait.no-worker')}</p>
      ) : (
        <div className="portrait-body">
          {view.portrait === null ? (
            <p className="portrait-none sm mu">{t('admin.portrait.none')}</p>
          ) : (
            <img
              src={portraitAddress(account.id, view.portrait)}
              alt={t('admin.portrait.alt', { name: account.name })}
            />
          )}
          <div>
            {view.givenAt !== null && (
              <p>
                {t(view.own ? 'admin.portrait.given-own' : 'admin.portrait.given-for', {
                  at: minuteOf(view.givenAt),
                })}
              </p>
            )}
            {view.approvedAt !== null && view.approvedBy !== null && (
              <p>{t('admin.portrait.approved', { name: view.approvedBy, at: minuteOf(view.approvedAt) })}</p>
            )}
            {!view.published && <p>{t('admin.portrait.unpublished')}</p>}
            {view.worker && <p className="mu sm">{t('admin.portrait.rule')}</p>}
            {unfitted !== null && (
              <p className="ink" role="alert">
                {unfitted}
              </p>
            )}
            <ProblemAlert error={give.error ?? approve.error ?? (taking ? null : takeBack.error)} />
            <p role="status" className={give.isPending ? 'sm mu' : 'unseen'}>
              {give.isPending ? t('admin.portrait.busy') : ''}
            </p>
            <div className="line portrait-acts">
              {view.worker && (
                <label>
                  {t(view.portrait === null ? 'admin.portrait.upload' : 'admin.portrait.replace')}
                  <input
                    id="portrait-file"
                    type="file"
                    accept="image/jpeg,image/png,image/webp"
                    disabled={give.isPending}
                    onChange={(e) => {
                      const [file] = e.target.files ?? []
                      if (file !== undefined) {
                        const wrong = unfit(file)
                        setUnfitted(wrong)
                        if (wrong === null) give.mutate(file)
                      }
                      e.target.value = ''
                    }}
                  />
                </label>
              )}
              {view.portrait !== null && (
                <Button onClick={() => setTaking(true)}>{t('admin.portrait.take-back')}</Button>
              )}
              {view.portrait !== null && view.state === 'waiting' && (
                <Button
                  type="primary"
                  loading={approve.isPending}
                  onClick={() => approve.mutate(view.portrait ?? '')}
                >
                  {t('admin.portrait.approve')}
                </Button>
              )}
            </div>
          </div>
        </div>
      )}
      {taking && view?.portrait != null && (
        <Modal
          open
          title={t('admin.portrait.take-back')}
          onCancel={() => setTaking(false)}
          width={440}
          footer={null}
        >
          <p>{t('admin.portrait.take-back-why')}</p>
          <ProblemAlert error={takeBack.error} />
          <div className="line" style={{ marginTop: 12 }}>
            <span className="sp" />
            <Button onClick={() => setTaking(false)}>{t('admin.portrait.keep')}</Button>
            <Button
              type="primary"
              loading={takeBack.isPending}
              onClick={() => takeBack.mutate(view.portrait ?? '')}
            >
              {t('admin.portrait.take-back-do')}
            </Button>
          </div>
        </Modal>
      )}
    </section>
  )
}
