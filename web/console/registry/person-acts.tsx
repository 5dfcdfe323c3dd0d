import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Radio, Select, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { duplicateRoutes } from '@lifang/domains/registry/schema/duplicates.ts'
import { foreignName, isForeign } from '@lifang/domains/registry/rules/foreign.ts'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import {
  ID_KINDS,
  RESIDENCE_KINDS,
  SEXES,
  type IdKind,
  type ResidenceKind,
} from '@lifang/domains/registry/schema/lists.ts'
import type { PersonView } from '@lifang/domains/registry/schema/views.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { atMost, filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { LikelyDuplicates } from '../duplicates/entry.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { ForeignItems, Nationality } from './foreign-fields.tsx'
import { firstForeign, foreignChanges, type ForeignTyped } from './foreign-typed.ts'
import { firstProof, ProofFields, todayOf, type Proof } from './proof.tsx'
import { registryChanged } from './queries.ts'
import { refusalWords } from './words.tsx'

export type PersonDoing = 'edit' | 'move-out' | 'death'
interface ActProps {
  readonly of: PersonView
  readonly onClose: () => void
}

export function PersonAct({ act, of, onClose }: ActProps & { readonly act: PersonDoing }) {
  switch (act) {
    case 'edit':
      return <Edit of={of} onClose={onClose} />
    case 'move-out':
      return <MoveOut of={of} onClose={onClose} />
    case 'death':
      return <Death of={of} onClose={onClose} />
  }
}

interface ActWindowProps<F extends Proof> extends ActProps {
  readonly act: PersonDoing
  readonly width?: number
  readonly form: FormInstance<F>
  readonly initial: F
  readonly save: (given: F) => Promise<unknown>
  readonly children: ReactNode
}

/** The window of an act: its form with what proves it, and what a refusal says, at the field it names. */
function ActWindow<F extends Proof>(props: ActWindowProps<F>) {
  const { act, of, onClose, width = 480, form, initial, save, children } = props
  const run = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      onClose()
      await registryChanged()
    },
    onError: (error) => markRefused(form, error, refusalWords),
  })
  return (
    <Modal
      open
      title={t(`registry.${act}-of`, { name: of.name })}
      onCancel={onClose}
      footer={null}
      width={width}
      mask={{ closable: false }}
    >
      <Form<F>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(given) => run.mutate(given)}
      >
        {children}
        <ProofFields />
        <ProblemAlert error={isMarked(run.error, Object.keys(initial)) ? null : run.error} />
        <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
          {t(act === 'edit' ? 'registry.save' : `registry.do.${act}`)}
        </Button>
      </Form>
    </Modal>
  )
}

interface Facts extends Proof, ForeignTyped {
  name: string
  nationality: string
  sex: (typeof SEXES)[number]
  birthDate: string
  idKind: IdKind
  idNumber: string
  /** Asked only where a number is typed. */
  idReason?: string
  phone: string
  care: boolean
  workplace: string
  occupation: string
  emergencyContact: string
  remark: string
}
const SECRET = ['idNumber', 'phone', 'workplace', 'occupation', 'emergencyContact', 'remark'] as const

/** Facts of a person. What is sealed is not shown here: an empty box leaves it as it is. */
function Edit({ of, onClose }: ActProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Facts>()
  // Who has no name in Chinese is called by the one in Latin letters, which has boxes of its own.
  const latin = foreignName(of.foreign?.surname ?? null, of.foreign?.given ?? null)
  const firstName = latin !== '' && of.name === latin ? '' : of.name
  const doubted = Form.useWatch('idNumber', form) ?? ''
  const typed = {
    name: ((Form.useWatch('name', form) ?? of.name).trim() || of.name).slice(0, 50),
    sex: Form.useWatch('sex', form) ?? of.sex,
    birthDate: (Form.useWatch('birthDate', form) ?? of.birthDate ?? '') || null,
    idKind: Form.useWatch('idKind', form) ?? of.idKind,
    idNumber: doubted.trim() || null,
    phone: (Form.useWatch('phone', form) ?? '').trim() || null,
    home: null,
    person: of.id,
  }
  const foreignNow = isForeign({
    idKind: typed.idKind,
    nationality: Form.useWatch('nationality', form) ?? of.nationality,
  })
  const [notSame, setNotSame] = useState<readonly string[]>([])
  const save = async (f: Facts) => {
    const changes: Record<string, unknown> = {}
    const foreign = isForeign(f)
    if (f.name.trim() !== firstName && (foreign || f.name.trim() !== of.name)) changes['name'] = f.name
    if (f.nationality !== of.nationality) changes['nationality'] = f.nationality
    // What is shown no longer is taken away by the rule, and nothing is said of it.
    if (foreign) Object.assign(changes, foreignChanges(f, of.foreign, f.idNumber.trim() !== ''))
    if (f.sex !== of.sex) changes['sex'] = f.sex
    if (f.birthDate !== (of.birthDate ?? '')) changes['birthDate'] = f.birthDate === '' ? null : f.birthDate
    if (f.idKind !== of.idKind) changes['idKind'] = f.idKind
    if (f.care !== of.care) changes['care'] = f.care
    for (const field of SECRET) if (f[field].trim() !== '') changes[field] = f[field]
    if (f.idReason !== undefined && f.idReason.trim() !== '') changes['idReason'] = f.idReason
    const body = { version: of.version, source: f.source, verifiedOn: f.verifiedOn, changes }
    const done = await call(registryRoutes.editPerson, {
      params: { id: of.id },
      body: { id: idFor(body), ...body },
    })
    for (const other of notSame)
      await call(duplicateRoutes.notSame, {
        body: { id: newId(), people: [of.id, other], reason: t('duplicates.entry-not') },
      })
    return done
  }
  const kept = (field: (typeof SECRET)[number]): string => {
    const there =
      field === 'idNumber'
        ? of.idNumber
        : field === 'phone'
          ? of.phone
          : of.sealed.includes(field)
            ? '****'
            : null
    return there === null ? '' : t('registry.keeps', { value: there })
  }
  const secret = (field: (typeof SECRET)[number], max: number) => (
    <Form.Item
      name={field}
      label={t(`registry.field.${field}`)}
      htmlFor={`person-${field}`}
      rules={[atMost(max)]}
    >
      <Input id={`person-${field}`} placeholder={kept(field)} autoComplete="off" />
    </Form.Item>
  )
  return (
    <ActWindow<Facts>
      act="edit"
      of={of}
      onClose={onClose}
      width={640}
      form={form}
      save={save}
      initial={{
        ...firstProof(),
        ...firstForeign(of.foreign),
        name: firstName,
        nationality: of.nationality,
        sex: of.sex,
        birthDate: of.birthDate ?? '',
        idKind: of.idKind,
        care: of.care,
        idNumber: '',
        idReason: '',
        phone: '',
        workplace: '',
        occupation: '',
        emergencyContact: '',
        remark: '',
      }}
    >
      <p>
        <PurposeLine form="registration" />
      </p>
      <div className="two">
        <Form.Item
          name="name"
          label={t(foreignNow ? 'registry.chinese-name' : 'registry.field.name')}
          htmlFor="person-name"
          rules={[foreignNow ? atMost(50) : filled(50)]}
        >
          <Input
            id="person-name"
            autoComplete="off"
            placeholder={foreignNow ? t('registry.chinese-name-hint') : ''}
          />
        </Form.Item>
        <Form.Item name="sex" label={<span id="person-sex">{t('registry.field.sex')}</span>}>
          <Radio.Group
            aria-labelledby="person-sex"
            options={SEXES.map((s) => ({ value: s, label: t(`registry.sex.${s}`) }))}
          />
        </Form.Item>
        <Form.Item name="idKind" label={t('registry.field.idKind')} htmlFor="person-id-kind">
          <Select
            id="person-id-kind"
            options={ID_KINDS.map((k) => ({ value: k, label: t(`registry.id-kind.${k}`) }))}
          />
        </Form.Item>
        {secret('idNumber', 40)}
        {doubted !== '' && (
          <Form.Item
            name="idReason"
            label={t('registry.id-reason')}
            htmlFor="person-id-reason"
            rules={[atMost(200)]}
          >
            <Input id="person-id-reason" autoComplete="off" placeholder={t('registry.id-reason-hint')} />
          </Form.Item>
        )}
        <Form.Item name="birthDate" label={t('registry.field.birthDate')} htmlFor="person-birth">
          <Input id="person-birth" type="date" max={todayOf()} />
        </Form.Item>
        <Form.Item name="nationality" label={t('registry.field.nationality')} htmlFor="person-nationality">
          <Nationality id="person-nationality" />
        </Form.Item>
        {secret('phone', 30)}
        {secret('workplace', 100)}
        {secret('occupation', 60)}
        {secret('emergencyContact', 100)}
      </div>
      <ForeignItems />
      {secret('remark', 500)}
      <Form.Item name="care" valuePropName="checked">
        <Checkbox>{t('registry.care-mark')}</Checkbox>
      </Form.Item>
      <LikelyDuplicates typed={typed} enough notSame={notSame} say={setNotSame} />
    </ActWindow>
  )
}

interface Leaving extends Proof {
  kinds: ResidenceKind[]
  on: string
}
function MoveOut({ of, onClose }: ActProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Leaving>()
  const mine = RESIDENCE_KINDS.filter((k) => of.stays.some((s) => s.kind === k && s.to === null))
  const save = (f: Leaving) => {
    const body = { version: of.version, ...f }
    return call(registryRoutes.moveOut, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  return (
    <ActWindow<Leaving>
      act="move-out"
      of={of}
      onClose={onClose}
      form={form}
      save={save}
      initial={{ ...firstProof(), kinds: mine, on: todayOf() }}
    >
      <p className="mu md">{t('registry.move-out-why')}</p>
      <Form.Item
        name="kinds"
        label={<span id="leave-kinds">{t('registry.leave-kinds')}</span>}
        rules={[{ required: true, message: t('console.required') }]}
      >
        <Checkbox.Group
          aria-labelledby="leave-kinds"
          options={mine.map((k) => ({ value: k, label: t(`registry.stay.${k}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="on"
        label={t('registry.leave-on')}
        htmlFor="leave-on"
        rules={[{ required: true, message: t('console.required') }]}
      >
        <Input id="leave-on" type="date" max={todayOf()} />
      </Form.Item>
    </ActWindow>
  )
}

interface Dying extends Proof {
  on: string
}
function Death({ of, onClose }: ActProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Dying>()
  const save = (f: Dying) => {
    const body = { version: of.version, ...f }
    return call(registryRoutes.death, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  return (
    <ActWindow<Dying>
      act="death"
      of={of}
      onClose={onClose}
      form={form}
      save={save}
      initial={{ ...firstProof(), source: 'certificate', on: todayOf() }}
    >
      <p className="mu md">{t('registry.death-why')}</p>
      <Form.Item
        name="on"
        label={t('registry.field.diedOn')}
        htmlFor="died-on"
        rules={[{ required: true, message: t('console.required') }]}
      >
        <Input id="died-on" type="date" max={todayOf()} />
      </Form.Item>
    </ActWindow>
  )
}
