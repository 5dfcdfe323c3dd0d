import { useMutation } from '@tanstack/react-query'
import { Button, Form, Modal, type FormInstance } from 'antd'
import type { ReactNode } from 'react'
import type { Refusal } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { isMarked, markRefused, useCommandId } from '../../kit/typed.ts'

interface FormWindowProps<F extends object, R> {
  readonly title: string
  /** The form, where what stands in it is looked at from outside. */
  readonly form?: FormInstance<F>
  /** Every field of the form with what stands in it at first; a refusal of one of them is said under it. */
  readonly initial: F
  /** Sends what was said; the id goes with the content, so that a second press finds the first. */
  readonly send: (said: F, idFor: (content: unknown) => string) => Promise<R>
  /** What the pages must ask for anew, before the window closes. */
  readonly changed: () => Promise<unknown>
  readonly onClose: () => void
  /** After it was sent, in place of only closing. */
  readonly onDone?: ((made: R) => unknown) | undefined
  /** The sentence of a refusal, where more than its title is to be said. */
  readonly words?: ((refusal: Refusal) => string) | undefined
  /** Words of the button. */
  readonly submit: string
  readonly danger?: boolean
  readonly width?: number
  readonly children: ReactNode
}

/** A window with one form that is sent: what was typed stays until it is through, and a refusal says where. */
export function FormWindow<F extends object, R>(props: FormWindowProps<F, R>) {
  const { title, initial, send, changed, onClose, onDone = onClose, submit, danger, width = 420 } = props
  const idFor = useCommandId()
  const [form] = Form.useForm<F>(props.form)
  const run = useMutation({
    mutationFn: (said: F) => send(said, idFor),
    onSuccess: async (made) => {
      await changed()
      await onDone(made)
    },
    onError: (error) => markRefused(form, error, props.words),
  })
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={width} mask={{ closable: false }}>
      <Form<F>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(said) => run.mutate(said)}
      >
        {props.children}
        <ProblemAlert error={isMarked(run.error, Object.keys(initial)) ? null : run.error} />
        <Button
          type="primary"
          danger={danger ?? false}
          htmlType="submit"
          block
          loading={run.isPending}
          style={{ marginTop: 12 }}
        >
          {submit}
        </Button>
      </Form>
    </Modal>
  )
}
