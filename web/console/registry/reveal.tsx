import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import type { Revealed } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { queryClient } from '../app/queries.ts'
import { historyQuery } from './queries.ts'
import { fieldWord } from './words.tsx'

interface RevealProps {
  readonly person: string
  readonly name: string
  readonly field: Revealed
  readonly onClose: () => void
}

/** One sensitive field of a person. */
export function Reveal({ person, name, field, onClose }: RevealProps) {
  return (
    <RevealWindow
      title={t('registry.reveal-of', { name, field: fieldWord(field) })}
      ask={async (id, reason) =>
        (await call(registryRoutes.reveal, { params: { id: person }, body: { id, field, reason } })).value
      }
      seen={() => queryClient.invalidateQueries({ queryKey: historyQuery(person).queryKey })}
      onClose={onClose}
    />
  )
}

interface WindowProps {
  readonly title: string
  /** Asks for the value under a command's id. */
  readonly ask: (id: string, reason: string) => Promise<string>
  /** After it was shown: who looked is told on the page behind. */
  readonly seen: () => Promise<unknown>
  readonly onClose: () => void
}

/** One sensitive field for a reason. It is shown in this window only, under the reader's name, and gone with it. */
export function RevealWindow({ title, ask: send, seen, onClose }: WindowProps) {
  const me = useMe()
  const idFor = useCommandId()
  const [form] = Form.useForm<{ reason: string }>()
  const ask = useMutation({
    mutationFn: ({ reason }: { reason: string }) => send(idFor([title, reason.trim()]), reason.trim()),
    onSuccess: seen,
    onError: (error) => markRefused(form, error),
    gcTime: 0,
  })
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={420} mask={{ closable: false }}>
      {ask.data === undefined ? (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ reason: '' }}
          onFinish={(f) => ask.mutate(f)}
        >
          <p className="mu md">{t('registry.reveal-why')}</p>
          <Form.Item
            name="reason"
            label={t('registry.reason')}
            rules={[filled(200, 4)]}
            htmlFor="reveal-reason"
          >
            <Input.TextArea
              id="reveal-reason"
              autoSize={{ minRows: 2 }}
              placeholder={t('registry.reason-hint')}
            />
          </Form.Item>
          <ProblemAlert error={isMarked(ask.error, ['reason']) ? null : ask.error} />
          <Button type="primary" htmlType="submit" block loading={ask.isPending} style={{ marginTop: 12 }}>
            {t('registry.reveal-do')}
          </Button>
        </Form>
      ) : (
        <>
          <p className="reg-revealed" role="status" data-revealed>
            {ask.data}
          </p>
          <p className="mu sm">{t('registry.reveal-noted', { by: me.name })}</p>
          <Button block onClick={onClose} style={{ marginTop: 12 }}>
            {t('registry.reveal-close')}
          </Button>
        </>
      )}
    </Modal>
  )
}
