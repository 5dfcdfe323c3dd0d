import { useMutation } from '@tanstack/react-query'
import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { SOURCES, type Source } from '@lifang/domains/registry/schema/lists.ts'
import { transferRoutes, type ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import { IMPORT_FIELDS, KNOWN_RULES } from '@lifang/domains/registry/schema/transfer-lists.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { todayOf } from '../registry/proof.tsx'
import { HeadsTable } from './heads.tsx'
import { importsChanged } from './queries.ts'

type Columns = ImportView['guess']

/** What each column means: guessed, confirmed by who sends it, and kept under a name if they like. */
export function ColumnsForm({ of }: { readonly of: ImportView }) {
  const idFor = useCommandId()
  const [columns, setColumns] = useState<Columns>(of.plan?.columns ?? of.guess)
  const [known, setKnown] = useState(of.plan?.known ?? 'skip')
  const [source, setSource] = useState<Source>(of.plan?.source ?? 'comparison')
  const [verifiedOn, setDay] = useState(of.plan?.verifiedOn ?? todayOf())
  const [saveAs, setSaveAs] = useState('')
  const save = useMutation({
    mutationFn: async () => {
      const name = saveAs.trim()
      const body = { columns, known, source, verifiedOn, ...(name === '' ? {} : { saveAs: name }) }
      await call(transferRoutes.planImport, { params: { id: of.id }, body: { id: idFor(body), ...body } })
      const check = { check: body }
      await call(transferRoutes.checkImport, { params: { id: of.id }, body: { id: idFor(check) } })
    },
    onSuccess: importsChanged,
  })
  const wrong = isRefusal(save.error) ? save.error : null
  return (
    <form
      className="card imp-columns"
      aria-labelledby="imp-columns"
      onSubmit={(e) => {
        e.preventDefault()
        save.mutate()
      }}
    >
      <header>
        <h2 id="imp-columns">{t('transfer.columns')}</h2>
        <span className="mu sm">{t('transfer.columns-hint')}</span>
        <span className="sp" />
        {of.mappings.length > 0 && (
          <Select
            aria-label={t('transfer.mapping')}
            placeholder={t('transfer.mapping')}
            style={{ width: 200 }}
            options={of.mappings.map((m) => ({ value: m.id, label: m.name }))}
            onChange={(id: string) => setColumns(of.mappings.find((m) => m.id === id)?.columns ?? columns)}
          />
        )}
      </header>
      <HeadsTable
        label={t('transfer.columns')}
        heads={of.heads}
        sample={of.sample}
        fields={IMPORT_FIELDS}
        columns={columns}
        choose={setColumns}
        words={{
          meaning: t('transfer.col.field'),
          none: t('transfer.field-none'),
          of: (f) => t(`transfer.field.${f}`),
        }}
      />
      <div className="imp-options">
        <div className="field">
          <span id="imp-known">{t('transfer.known-rule')}</span>
          <p className="hint" id="imp-known-hint">
            {t('transfer.known-rule-hint')}
          </p>
          <Radio.Group
            aria-labelledby="imp-known"
            aria-describedby="imp-known-hint"
            value={known}
            onChange={(e) => setKnown(e.target.value as typeof known)}
            options={KNOWN_RULES.map((k) => ({ value: k, label: t(`transfer.known-rule.${k}`) }))}
          />
        </div>
        <div className="field">
          <span id="imp-source">{t('transfer.source')}</span>
          <Radio.Group
            aria-labelledby="imp-source"
            value={source}
            onChange={(e) => setSource(e.target.value as Source)}
            options={SOURCES.map((s) => ({ value: s, label: t(`transfer.source.${s}`) }))}
          />
        </div>
        <Labelled
          id="imp-day"
          label={t('transfer.verified-on')}
          wrong={wrong?.field === 'verifiedOn' ? wrong.title : null}
        >
          {(d) => (
            <Input
              {...d}
              type="date"
              max={todayOf()}
              value={verifiedOn}
              style={{ width: 160 }}
              onChange={(e) => setDay(e.target.value)}
            />
          )}
        </Labelled>
        <Labelled
          id="imp-save-as"
          label={t('transfer.save-as')}
          wrong={wrong?.field === 'saveAs' ? wrong.title : null}
        >
          {(d) => (
            <Input
              {...d}
              value={saveAs}
              maxLength={40}
              placeholder={t('transfer.save-as-hint')}
              style={{ width: 220 }}
              onChange={(e) => setSaveAs(e.target.value)}
            />
          )}
        </Labelled>
      </div>
      <footer>
        <ProblemAlert
          error={wrong?.field === 'verifiedOn' || wrong?.field === 'saveAs' ? null : save.error}
        />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('transfer.plan-go')}
        </Button>
      </footer>
    </form>
  )
}
