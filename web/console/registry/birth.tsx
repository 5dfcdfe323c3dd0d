import { Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import { SEXES } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { LikelyDuplicates } from '../duplicates/entry.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { firstProof, ProofFields, todayOf, type Proof } from './proof.tsx'
import { registryChanged } from './queries.ts'
import { kinOptions, refusalWords } from './words.tsx'

interface Born extends Proof {
  name: string
  sex: (typeof SEXES)[number]
  bornOn: string
  relation: string | null
}

/** A child born into a household. The number comes later, with the certificate. */
export function Birth({
  household,
  home,
  onClose,
}: {
  readonly household: string
  readonly home: string
  readonly onClose: () => void
}) {
  const [form] = Form.useForm<Born>()
  const [notSame, setNotSame] = useState<readonly string[]>([])
  const name = (Form.useWatch('name', form) ?? '').trim()
  const sex = Form.useWatch('sex', form) ?? 'unknown'
  const bornOn = Form.useWatch('bornOn', form) ?? ''
  const initial: Born = {
    ...firstProof(),
    source: 'certificate',
    name: '',
    sex: 'unknown',
    bornOn: todayOf(),
    relation: null,
  }
  return (
    <FormWindow
      title={t('registry.do.birth')}
      form={form}
      initial={initial}
      send={(f, idFor) => {
        const body = { ...f, name: f.name.trim(), relation: f.relation ?? null, notSame: [...notSame] }
        return call(registryRoutes.birth, { params: { id: household }, body: { id: idFor(body), ...body } })
      }}
      changed={registryChanged}
      words={refusalWords}
      onClose={onClose}
      submit={t('registry.do.birth')}
      width={520}
    >
      <p className="mu md">
        {t('registry.birth-why')} <PurposeLine form="registration" />
      </p>
      <div className="two">
        <Form.Item name="name" label={t('registry.field.name')} htmlFor="birth-name" rules={[filled(50)]}>
          <Input id="birth-name" autoComplete="off" />
        </Form.Item>
        <Form.Item name="sex" label={<span id="birth-sex">{t('registry.field.sex')}</span>}>
          <Radio.Group
            aria-labelledby="birth-sex"
            options={SEXES.map((s) => ({ value: s, label: t(`registry.sex.${s}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="bornOn"
          label={t('registry.field.birthDate')}
          htmlFor="birth-on"
          rules={[{ required: true, message: t('console.required') }]}
        >
          <Input id="birth-on" type="date" max={todayOf()} />
        </Form.Item>
        <Form.Item name="relation" label={t('registry.col.relation')} htmlFor="birth-relation">
          <Select
            id="birth-relation"
            allowClear
            showSearch
            placeholder={t('registry.kin-unknown')}
            options={kinOptions()}
          />
        </Form.Item>
      </div>
      <ProofFields />
      <LikelyDuplicates
        typed={{
          name,
          sex,
          birthDate: bornOn === '' ? null : bornOn,
          idKind: 'none',
          idNumber: null,
          phone: null,
          home,
          person: null,
        }}
        enough={[...name].length > 1}
        notSame={notSame}
        say={setNotSame}
      />
    </FormWindow>
  )
}
