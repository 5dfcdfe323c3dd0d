import { useMutation } from '@tanstack/react-query'
import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { fromLocalInput, toLocalInput, when } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { listChanged } from './queries.ts'

/** Publishes the draft, now or from an instant on. */
export function Publish({
  revision,
  onClose,
  onDone,
}: {
  readonly revision: number
  readonly onClose: () => void
  readonly onDone: (version: string) => void
}) {
  const now = useNow()
  const idFor = useCommandId()
  const [how, setHow] = useState<'now' | 'at'>('now')
  const [at, setAt] = useState(() => `${toLocalInput(Date.now() + DAY).slice(0, 10)}T00:00`)
  const publish = useMutation({
    mutationFn: () => {
      const content = { revision, from: how === 'now' ? null : fromLocalInput(at) }
      return call(listRoutes.publish, { body: { id: idFor(content), ...content } })
    },
    onSuccess: listChanged,
  })
  const done = publish.data
  return (
    <Modal
      open
      title={t('list.publish-title')}
      onCancel={() => {
        onClose()
        if (done !== undefined) onDone(done.version)
      }}
      footer={null}
      width={420}
    >
      {done !== undefined ? (
        <>
          <p role="status">{t('list.publish-done', { at: when(Date.parse(done.from), now) })}</p>
          <Button
            type="primary"
            block
            style={{ marginTop: 12 }}
            onClick={() => {
              onClose()
              onDone(done.version)
            }}
          >
            {t('list.ok')}
          </Button>
        </>
      ) : (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            publish.mutate()
          }}
        >
          <p className="mu sm">{t('list.keeps')}</p>
          <Radio.Group
            aria-label={t('list.publish-when')}
            value={how}
            onChange={(e) => setHow(e.target.value === 'at' ? 'at' : 'now')}
            options={[
              { value: 'now', label: t('list.publish-now') },
              { value: 'at', label: t('list.publish-at') },
            ]}
          />
          {how === 'at' && (
            <p>
              <label htmlFor="list-from">{t('list.publish-when')}</label>{' '}
              <input
                id="list-from"
                className="when"
                type="datetime-local"
                value={at}
                onChange={(e) => setAt(e.target.value)}
                required
              />
            </p>
          )}
          <ProblemAlert error={publish.error} />
          <Button
            type="primary"
            htmlType="submit"
            block
            loading={publish.isPending}
            style={{ marginTop: 12 }}
          >
            {t('list.publish')}
          </Button>
        </form>
      )}
    </Modal>
  )
}
