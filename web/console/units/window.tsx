import { useMutation } from '@tanstack/react-query'
import { Button, Form, Modal, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Done } from '@lifang/domains/registry/schema/views.ts'
import { Refusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { isMarked, markRefused } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { ProofFields, type Proof } from '../registry/proof.tsx'
import { registryChanged } from '../registry/queries.ts'
import { warningWords } from '../registry/words.tsx'
import type { ReportFields } from '../report/fields.ts'
import { markField } from '../report/fields.ts'
import { saidOf } from './words.tsx'

interface WindowProps<F extends Proof> {
  readonly title: string
  readonly form: FormInstance<F>
  /** The form of the point, where one is shown. */
  readonly point: FormInstance<ReportFields> | null
  readonly initial: F
  readonly save: (given: F) => Promise<Done>
  readonly onClose: () => void
  /** After a new record: where it is shown. */
  readonly onMade?: ((id: string) => void) | undefined
  /** Something is drawn in it: wider, and Escape belongs to the drawing. */
  readonly drawing?: boolean
  readonly children: ReactNode
}

/** The window of a record: its form with what proves it, and what a refusal says, at the field it names. */
export function ThingWindow<F extends Proof>(props: WindowProps<F>) {
  const { title, form, point, initial, save, onClose, onMade, drawing = false, children } = props
  const [warned, setWarned] = useState<Done | null>(null)
  const done = (made: Done): void => {
    onClose()
    onMade?.(made.id)
  }
  const run = useMutation({
    mutationFn: save,
    onSuccess: async (made) => {
      await registryChanged()
      if (made.warnings.length === 0) done(made)
      else setWarned(made)
    },
    onError: (error) => {
      markRefused(form, error, saidOf)
      if (point !== null && error instanceof Refusal && error.field !== null)
        markField(point, error.field, error.title)
    },
  })
  const marked =
    isMarked(run.error, Object.keys(initial)) ||
    (point !== null && isMarked(run.error, ['place', 'lon', 'lat', 'crs']))
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={null}
      width={drawing ? 960 : 720}
      keyboard={!drawing}
      mask={{ closable: false }}
    >
      {warned === null ? (
        <Form<F>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={initial}
          scrollToFirstError
          onFinish={(given) => run.mutate(given)}
        >
          {children}
          <ProofFields />
          {/* What a form says is wrong stands at its fields and is no refusal. */}
          <ProblemAlert error={marked || !(run.error instanceof Refusal) ? null : run.error} />
          <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
            {t('registry.save')}
          </Button>
        </Form>
      ) : (
        <div role="status" className="unit-warned">
          <p className="line">
            <Icon name="stop" />
            <b>{t('registry.saved-look')}</b>
          </p>
          {warned.warnings.map((w) => (
            <p key={w}>{warningWords(w)}</p>
          ))}
          <Button type="primary" block onClick={() => done(warned)} style={{ marginTop: 12 }}>
            {t('units.seen')}
          </Button>
        </div>
      )}
    </Modal>
  )
}

/** Changes that differ from what stood there; on a new record everything that was filled in. */
export function changesOf<T extends object>(now: T, before: Partial<T> | null): Partial<T> {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
  return Object.fromEntries(
    Object.entries(now).filter(
      ([key, value]) =>
        value !== undefined && (before === null || !same(value, (before as Record<string, unknown>)[key])),
    ),
  ) as Partial<T>
}
