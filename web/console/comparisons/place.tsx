import { useMutation } from '@tanstack/react-query'
import { Button, Radio, TreeSelect } from 'antd'
import { useState } from 'react'
import { comparisonRoutes, type TaskView } from '@lifang/domains/registry/schema/comparison.ts'
import { call } from '../../kit/call.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { branchesOf, useMyAreas } from '../app/places.ts'
import { RecordPick } from '../custom/inputs.tsx'
import { faultOf } from '../registry/words.tsx'
import { comparisonsChanged } from './queries.ts'

const WAYS = ['grid', 'home'] as const

/** Gives a record its grid or its home, where its address did not, or led to a wrong one. */
export function PlaceForm({ of }: { readonly of: TaskView }) {
  const idFor = useCommandId()
  const areas = useMyAreas()
  const [way, setWay] = useState<(typeof WAYS)[number]>('grid')
  const [grid, setGrid] = useState<string>()
  const [home, setHome] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const given = way === 'grid' ? grid : (home ?? undefined)
  const place = useMutation({
    mutationFn: (value: string) => {
      const body = { version: of.version, [way]: value }
      return call(comparisonRoutes.place, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: comparisonsChanged,
  })
  const fault = faultOf(place.error)
  const wrong =
    missing && given === undefined ? t('comparison.place-needed') : fault?.field === way ? fault.text : null
  return (
    <section className="card cmp-pad" aria-labelledby="cmp-place">
      <h2 id="cmp-place">{t('comparison.place')}</h2>
      <p className="mu md">{t(of.placed ? 'comparison.place-again' : 'comparison.place-hint')}</p>
      <form
        className="cmp-form"
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(given === undefined)
          if (given !== undefined) place.mutate(given)
        }}
      >
        <fieldset className="reg-set">
          <legend>{t('comparison.place-by')}</legend>
          <Radio.Group
            value={way}
            onChange={(e) => setWay(WAYS.find((w) => w === e.target.value) ?? 'grid')}
            options={WAYS.map((w) => ({ value: w, label: t(`comparison.place-by.${w}`) }))}
          />
        </fieldset>
        <Labelled id="cmp-place-at" label={t(`comparison.place-by.${way}`)} wrong={wrong}>
          {(described) =>
            way === 'grid' ? (
              <TreeSelect
                {...described}
                showSearch
                treeDefaultExpandAll
                treeNodeFilterProp="title"
                value={grid}
                treeData={branchesOf(areas)}
                style={{ width: '100%', maxWidth: 360 }}
                onChange={(next: string | undefined) => setGrid(next)}
              />
            ) : (
              <RecordPick id={described.id} kind="home" value={home} onChange={setHome} />
            )
          }
        </Labelled>
        <ProblemAlert error={fault !== null && fault.field === way ? null : place.error} />
        <Button htmlType="submit" loading={place.isPending}>
          {t('comparison.place-do')}
        </Button>
      </form>
    </section>
  )
}
