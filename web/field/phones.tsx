import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DepartmentView } from '@lifang/domains/grid/schema/views.ts'
import { Icon } from '../kit/icons.tsx'
import { useTitle } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { Empty, Failed, Frame, Input, Loading } from './frame.tsx'
import { departmentsQuery } from './queries.ts'

const KINDS = ['sub-centre', 'command-centre', 'community-station', 'department', 'contractor'] as const

/** 通讯录: who answers for what, one press away. */
export function PhonesPage() {
  const units = useQuery(departmentsQuery)
  const [typed, setTyped] = useState('')
  useTitle(t('field.phones'))
  const wanted = typed.trim().toLowerCase()
  const digits = wanted.replaceAll(/\D/g, '')
  const fits = (unit: DepartmentView): boolean =>
    wanted === '' ||
    unit.name.toLowerCase().includes(wanted) ||
    unit.area.name.includes(wanted) ||
    (digits.length >= 3 && (unit.phone ?? '').replaceAll(/\D/g, '').includes(digits))
  const found = (units.data ?? []).filter(fits)
  return (
    <Frame title={t('field.phones')} second={t('field.phones.why')}>
      <div className="block">
        <Input
          id="find"
          label={t('field.phones.find')}
          value={typed}
          onChange={setTyped}
          more={{ type: 'search', maxLength: 40, autoComplete: 'off', enterKeyHint: 'search' }}
        />
        <p className="unseen" role="status">
          {units.data === undefined ? '' : t('field.phones.count', { n: found.length })}
        </p>
      </div>
      {units.data === undefined ? (
        units.isError ? (
          <Failed error={units.error} again={() => void units.refetch()} />
        ) : (
          <Loading lines={6} />
        )
      ) : found.length === 0 ? (
        <Empty>{t('field.phones.none')}</Empty>
      ) : (
        KINDS.map((kind) => {
          const group = found
            .filter((u) => u.kind === kind)
            .toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
          return group.length === 0 ? null : (
            <section key={kind} className="block">
              <div className="head">
                <h2>{t(`field.unit-kind.${kind}`)}</h2>
              </div>
              <ul className="rows">
                {group.map((unit) => (
                  <Unit key={unit.id} unit={unit} />
                ))}
              </ul>
            </section>
          )
        })
      )}
    </Frame>
  )
}

function Unit({ unit: { name, phone, area } }: { unit: DepartmentView }) {
  const inside = (
    <>
      <span className="what">
        <b>
          {phone !== null && <span className="unseen">{t('field.phones.call')}</span>}
          {name}
        </b>
        <span className="where">{[area.name, phone ?? t('field.phones.no-phone')].join(' · ')}</span>
      </span>
      {phone !== null && (
        <span className="call">
          <Icon name="phone" large />
        </span>
      )}
    </>
  )
  return (
    <li>
      {phone === null ? (
        <div className="row side">{inside}</div>
      ) : (
        <a className="row side" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
          {inside}
        </a>
      )}
    </li>
  )
}
