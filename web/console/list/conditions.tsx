import { Button, Input, InputNumber, Select, Space } from 'antd'
import { isDayUnit, LIMIT_UNITS } from '@lifang/domains/calendar/schema/lists.ts'
import type { EntryCondition } from '@lifang/domains/incidents/schema/responsibility.ts'
import { EVIDENCE_KINDS } from '@lifang/domains/incidents/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { limitWords } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import type { EntryFaults } from './entry-faults.ts'

const unitOptions = () => LIMIT_UNITS.map((value) => ({ value, label: t(`list.unit-word.${value}`) }))
export const evidenceOptions = () =>
  EVIDENCE_KINDS.map((value) => ({ value, label: t(`list.evidence-kind.${value}`) }))
const evidenceWords = (c: EntryCondition): string =>
  c.closingEvidence.map((e) => t(`list.evidence-kind.${e}`)).join('、') || t('list.none')
const extensionWords = (c: EntryCondition): string =>
  c.extension === null
    ? t('list.none')
    : t('list.extension-n', {
        times: c.extension.times,
        max: limitWords({ amount: c.extension.maxAmount, unit: c.limit.unit }),
      })

type Change = (conditions: EntryCondition[]) => void

/** The filing conditions of a class. `onChange` null: read only. What the draft changes shows what it was. */
export function ConditionRows({
  conditions,
  base,
  faults,
  onChange,
}: {
  readonly conditions: readonly EntryCondition[]
  readonly base: readonly EntryCondition[] | null
  readonly faults: EntryFaults
  readonly onChange: Change | null
}) {
  const replace = (seq: number, part: Partial<EntryCondition>): void =>
    onChange?.(conditions.map((c) => (c.seq === seq ? { ...c, ...part } : c)))
  const add = (): void => {
    const used = [...conditions, ...(base ?? [])].map((c) => c.seq)
    onChange?.([
      ...conditions,
      {
        seq: Math.max(0, ...used) + 1,
        text: '',
        limit: { amount: 5, unit: 'working-day' },
        closing: '',
        closingEvidence: ['after'],
        extension: null,
      },
    ])
  }
  return (
    <div className="conditions">
      <table className="table">
        <thead>
          <tr>
            {(['seq', 'text', 'limit', 'closing', 'evidence', 'extension'] as const).map((c) => (
              <th key={c} scope="col" className={c}>
                {t(`list.col.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conditions.map((c) => {
            const was = base?.find((b) => b.seq === c.seq)
            const limitWas =
              was !== undefined && (was.limit.amount !== c.limit.amount || was.limit.unit !== c.limit.unit)
                ? was.limit
                : null
            return (
              <tr key={c.seq} className={base !== null && differs(was, c) ? 'touched' : undefined}>
                <td className="seq" data-head={t('list.col.seq')}>
                  {c.seq}
                  {onChange !== null && (
                    <button
                      type="button"
                      className="link"
                      aria-label={t('list.drop-condition', { seq: c.seq })}
                      onClick={() => onChange(conditions.filter((o) => o.seq !== c.seq))}
                    >
                      <Icon name="close" />
                    </button>
                  )}
                </td>
                {onChange === null ? (
                  <>
                    <td data-head={t('list.col.text')}>
                      <b className="ink">{c.text}</b>
                    </td>
                    <td data-head={t('list.col.limit')}>
                      <b>{limitWords(c.limit)}</b>
                      {limitWas !== null && <s>{limitWords(limitWas)}</s>}
                    </td>
                    <td data-head={t('list.col.closing')}>{c.closing}</td>
                    <td data-head={t('list.col.evidence')}>{evidenceWords(c)}</td>
                    <td data-head={t('list.col.extension')}>{extensionWords(c)}</td>
                  </>
                ) : (
                  <Fields
                    c={c}
                    limitWas={limitWas}
                    faults={faults}
                    replace={(part) => replace(c.seq, part)}
                  />
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {onChange !== null && (
        <Button size="small" icon={<Icon name="add" />} onClick={add}>
          {t('list.add-condition')}
        </Button>
      )}
    </div>
  )
}

const differs = (was: EntryCondition | undefined, is: EntryCondition): boolean =>
  was === undefined || JSON.stringify(was) !== JSON.stringify(is)

/** What is wrong with a cell, under it. */
function Fault({ id, said }: { readonly id: string; readonly said: string | undefined }) {
  return said === undefined ? null : (
    <span id={id} role="alert" className="field-fault sm">
      {said}
    </span>
  )
}
const faulty = (id: string, said: string | undefined) =>
  said === undefined
    ? {}
    : { status: 'error' as const, 'aria-invalid': true as const, 'aria-describedby': id }

function Fields({
  c,
  limitWas,
  faults,
  replace,
}: {
  readonly c: EntryCondition
  readonly limitWas: EntryCondition['limit'] | null
  readonly faults: EntryFaults
  readonly replace: (part: Partial<EntryCondition>) => void
}) {
  const { seq } = c
  const whole = isDayUnit(c.limit.unit)
  const setTimes = (times: number | null): void =>
    replace({
      extension:
        times === null || times === 0 ? null : { times, maxAmount: c.extension?.maxAmount ?? c.limit.amount },
    })
  return (
    <>
      <td data-head={t('list.col.text')}>
        <Input.TextArea
          aria-label={t('list.text-of', { seq })}
          value={c.text}
          {...faulty(`text-fault-${String(seq)}`, faults.get(`${String(seq)}.text`))}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(e) => replace({ text: e.target.value })}
        />
        <Fault id={`text-fault-${String(seq)}`} said={faults.get(`${String(seq)}.text`)} />
      </td>
      <td data-head={t('list.col.limit')}>
        <Space.Compact>
          <InputNumber
            aria-label={t('list.limit-of', { seq })}
            value={c.limit.amount}
            min={whole ? 1 : 0.25}
            max={10_000}
            precision={whole ? 0 : 2}
            style={{ width: 64 }}
            controls={false}
            onChange={(amount) => amount !== null && replace({ limit: { ...c.limit, amount } })}
          />
          <Select
            aria-label={t('list.limit-unit-of', { seq })}
            value={c.limit.unit}
            style={{ width: 108 }}
            options={unitOptions()}
            onChange={(unit) =>
              replace({
                limit: {
                  unit,
                  amount: isDayUnit(unit) ? Math.max(1, Math.round(c.limit.amount)) : c.limit.amount,
                },
                ...(c.extension !== null && isDayUnit(unit)
                  ? {
                      extension: {
                        ...c.extension,
                        maxAmount: Math.max(1, Math.round(c.extension.maxAmount)),
                      },
                    }
                  : {}),
              })
            }
          />
        </Space.Compact>
        {limitWas !== null && <s>{limitWords(limitWas)}</s>}
      </td>
      <td data-head={t('list.col.closing')}>
        <Input.TextArea
          aria-label={t('list.closing-of', { seq })}
          value={c.closing}
          {...faulty(`closing-fault-${String(seq)}`, faults.get(`${String(seq)}.closing`))}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(e) => replace({ closing: e.target.value })}
        />
        <Fault id={`closing-fault-${String(seq)}`} said={faults.get(`${String(seq)}.closing`)} />
      </td>
      <td data-head={t('list.col.evidence')}>
        <Select
          aria-label={t('list.evidence-of', { seq })}
          mode="multiple"
          maxTagCount={2}
          value={c.closingEvidence}
          style={{ width: '100%', minWidth: 110 }}
          options={evidenceOptions()}
          onChange={(closingEvidence) => replace({ closingEvidence })}
        />
      </td>
      <td data-head={t('list.col.extension')}>
        <Space.Compact>
          <InputNumber
            aria-label={t('list.extension-of', { seq })}
            value={c.extension?.times ?? 0}
            min={0}
            max={9}
            precision={0}
            controls={false}
            style={{ width: 44 }}
            onChange={setTimes}
          />
          <InputNumber
            aria-label={t('list.extension-max-of', { seq })}
            value={c.extension?.maxAmount ?? null}
            disabled={c.extension === null}
            min={whole ? 1 : 0.25}
            max={10_000}
            precision={whole ? 0 : 2}
            controls={false}
            style={{ width: 56 }}
            onChange={(maxAmount) =>
              maxAmount !== null &&
              c.extension !== null &&
              replace({ extension: { ...c.extension, maxAmount } })
            }
          />
        </Space.Compact>
      </td>
    </>
  )
}
