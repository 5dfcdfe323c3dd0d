import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useEffect, useState } from 'react'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import { FOREIGN_FIELDS, HAZARDS, HOME_KINDS, SOURCES } from '@lifang/domains/registry/schema/lists.ts'
import type { HomeView } from '@lifang/domains/registry/schema/views.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Labelled } from '../../kit/labelled.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { MemberRow, NewRow } from './sheet-lines.tsx'
import { firstState, newLine, writtenOf, type NewLine, type SheetState } from './sheet-state.ts'
import { todayOf } from './proof.tsx'
import { registryChanged } from './queries.ts'
import { faultOf } from './words.tsx'

interface SheetProps {
  readonly of: HomeView
  readonly onClose: () => void
  /** Phrase keys of what is worth a second look. */
  readonly onSaved: (warnings: readonly string[]) => void
}

/** 家庭登记表: the home and everybody in it in one sitting; all of it is kept or none. */
export function Sheet({ of, onClose, onSaved }: SheetProps) {
  const idFor = useCommandId()
  const [state, setState] = useState<SheetState>(() => firstState(of, todayOf()))
  const change = (part: Partial<SheetState>): void => setState((s) => ({ ...s, ...part }))
  const save = useMutation({
    mutationFn: () => {
      const home = {
        ...(state.kind === of.kind ? {} : { kind: state.kind }),
        ...(state.hazards.join() === of.hazards.join() ? {} : { hazards: [...state.hazards] }),
      }
      const { source, verifiedOn } = state
      const body = { version: of.version, source, verifiedOn, home, entries: writtenOf(state).entries }
      return call(registryRoutes.sheet, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async ({ warnings }) => {
      await registryChanged()
      onSaved(warnings)
    },
  })
  const fault = faultOf(save.error)
  // What the shape of the command refuses names the line in the path of its field.
  const path = /^entries\.(\d+)\./.exec(fault?.field ?? '')?.[1]
  const entry =
    path !== undefined ? Number(path) : isRefusal(save.error) ? save.error.details['entry'] : undefined
  const line = typeof entry === 'number' ? writtenOf(state).lines[entry] : undefined
  const faultAt = (id: string): ReturnType<typeof faultOf> => (line === id ? fault : null)
  useEffect(() => {
    if (save.error !== null) document.querySelector<HTMLElement>('.reg-sheet [aria-invalid="true"]')?.focus()
  }, [save.error])
  const lineOf = (id: string, part: Partial<NewLine>): void =>
    change({ added: state.added.map((a) => (a.id === id ? { ...a, ...part } : a)) })
  return (
    <form
      className="card reg-sheet"
      aria-labelledby="sheet-title"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <header>
        <h2 id="sheet-title">{t('registry.sheet')}</h2>
        <span className="sm mu">{t('registry.sheet-hint')}</span>
        <span className="sp" />
        <PurposeLine form="registration" />
      </header>
      <div className="reg-sheet-home">
        <Labelled id="sheet-kind" label={t('registry.field.kind')}>
          {(described) => (
            <Select
              {...described}
              value={state.kind}
              onChange={(kind) => change({ kind })}
              options={HOME_KINDS.map((k) => ({ value: k, label: t(`registry.kind.${k}`) }))}
            />
          )}
        </Labelled>
        <fieldset className="reg-set">
          <legend>{t('registry.source')}</legend>
          <Radio.Group
            value={state.source}
            onChange={(e) => change({ source: SOURCES.find((s) => s === e.target.value) ?? state.source })}
            options={SOURCES.map((s) => ({ value: s, label: t(`registry.source.${s}`) }))}
          />
        </fieldset>
        <Labelled
          id="sheet-day"
          label={t('registry.verified-on')}
          wrong={line === undefined && fault?.field === 'verifiedOn' ? fault.text : null}
        >
          {(described) => (
            <Input
              {...described}
              type="date"
              max={todayOf()}
              value={state.verifiedOn}
              onChange={(e) => change({ verifiedOn: e.target.value })}
            />
          )}
        </Labelled>
        <fieldset className="reg-set">
          <legend>{t('registry.field.hazards')}</legend>
          <Checkbox.Group
            value={[...state.hazards]}
            onChange={(values) =>
              change({ hazards: HAZARDS.filter((h) => (values as string[]).includes(h)) })
            }
            options={HAZARDS.map((h) => ({ value: h, label: t(`registry.hazard.${h}`) }))}
          />
        </fieldset>
      </div>
      {state.members.length > 0 && (
        <ul className="reg-sheet-lines" aria-label={t('registry.members')}>
          {state.members.map((m, i) => (
            <MemberRow
              key={`${m.member.id}${m.household}`}
              line={m}
              first={state.members.findIndex((o) => o.member.id === m.member.id) === i}
              fault={faultAt(m.member.id)}
              change={(part) =>
                change({ members: state.members.map((o) => (o === m ? { ...o, ...part } : o)) })
              }
            />
          ))}
        </ul>
      )}
      {state.added.length > 0 && (
        <ul className="reg-sheet-lines" aria-label={t('registry.added')}>
          {state.added.map((a, i) => (
            <NewRow
              key={a.id}
              home={of.id}
              line={a}
              n={i + 1}
              fault={faultAt(a.id)}
              refusal={line === a.id ? save.error : null}
              change={(part) => lineOf(a.id, part)}
              remove={() => change({ added: state.added.filter((o) => o.id !== a.id) })}
            />
          ))}
        </ul>
      )}
      <div className="reg-sheet-foot">
        <Button
          icon={<Icon name="add" />}
          onClick={() =>
            change({
              added: [...state.added, newLine(state.members.length + state.added.length === 0, todayOf())],
            })
          }
        >
          {t('registry.add-person')}
        </Button>
        <span className="sp" />
        <ProblemAlert error={shownAbove(line, fault) ? null : save.error} />
        <Button onClick={onClose}>{t('registry.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('registry.sheet-save')}
        </Button>
      </div>
    </form>
  )
}

/** True when the sheet says it at the field: there is no need to say it twice. */
const SHOWN: readonly string[] = [
  'name',
  'idNumber',
  'idReason',
  'phone',
  'birthDate',
  'from',
  'on',
  'relation',
  'nationality',
  ...FOREIGN_FIELDS,
]
const shownAbove = (line: string | undefined, fault: ReturnType<typeof faultOf>): boolean =>
  fault !== null &&
  (line === undefined ? fault.field === 'verifiedOn' : SHOWN.includes(fault.field.split('.').at(-1) ?? ''))
