import './grids.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useMemo, useRef, useState } from 'react'
import { deskPaths } from '@lifang/domains/grid/access.ts'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import type { TeamTemplateName } from '@lifang/domains/grid/schema.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { TownMap } from '../../kit/map/map.tsx'
import { boxOfAreas } from '../../kit/map/model.ts'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { areasQuery, baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import type { GridSearch } from '../app/tabs.ts'
import { Facts } from './facts.tsx'
import { useFit } from './fit.ts'
import { Overlay, type Drawn } from './overlay.tsx'
import { deskQuery, mayRedraw, redrawQuery } from './queries.ts'
import { History, RedrawPane } from './redraw.tsx'
import { startOf } from './start.ts'
import { Tree } from './tree.tsx'
import { Vacancies } from './vacancies.tsx'

const Editor = part(async () => (await import('./editor.tsx')).Editor, <Loading lines={6} />)

const ROOM = { top: 48, right: 48, bottom: 48, left: 48 } as const
const PANES = ['tree', 'map', 'facts'] as const

/** 网格: the tree on the left, the map or the vacancies in the middle, the chosen area or redraw on the right. */
export function GridsPage() {
  const me = useMe()
  const search = useSearch({ from: '/staff/grids' })
  const navigate = useNavigate({ from: '/grids' })
  const [template, setTemplate] = useState<TeamTemplateName>('1+4+X')
  const [pane, setPane] = useState<(typeof PANES)[number]>('tree')
  const tree = useQuery(areasQuery)
  const desk = useQuery(deskQuery)
  const base = useQuery(baseMapQuery).data
  const { data: borders } = useQuery(mapAreasQuery(null))
  const set = (next: GridSearch): void => {
    void navigate({ search: next })
    setPane('facts')
  }
  const areas = useMemo(() => {
    const paths = me.admin === null ? deskPaths(me) : ['']
    // What lies above one's own ground is shown by name: where am I.
    return (tree.data ?? []).filter((a) =>
      paths.some((p) => a.path.startsWith(p) || (p.startsWith(a.path) && a.levelKey !== 'county')),
    )
  }, [tree.data, me])
  const byCode = useMemo(() => new Map((desk.data ?? []).map((g) => [g.code, g])), [desk.data])
  const mine = useMemo(() => {
    const codes = new Set(areas.map((a) => a.code))
    return (borders ?? []).filter((b) => codes.has(b.code))
  }, [areas, borders])
  const first = areas.find((a) => a.levelKey === 'community') ?? areas[0]
  const code = search.area ?? first?.code ?? null
  const chosen = areas.find((a) => a.code === code)
  const community = chosen?.levelKey === 'grid' ? areas.find((a) => a.code === chosen.parent) : chosen
  const shown = useQuery({
    ...redrawQuery(search.redraw ?? ''),
    enabled: search.redraw !== undefined,
  }).data

  if (tree.data === undefined || desk.data === undefined) {
    const failed = tree.error ?? desk.error
    return failed === null ? (
      <Loading lines={10} />
    ) : (
      <Failed
        error={failed}
        retry={() => {
          void tree.refetch()
          void desk.refetch()
        }}
      />
    )
  }
  const editing = search.edit === undefined ? undefined : mine.find((b) => b.code === search.edit)
  const may = community !== undefined && mayRedraw(me, community)
  const edits = may && community.levelKey === 'community'
  return (
    <div className="grid-room" data-pane={pane}>
      <Segmented
        className="panes"
        aria-label={t('grid-desk.panes')}
        value={pane}
        onChange={setPane}
        options={PANES.map((value) => ({ value, label: t(`grid-desk.pane.${value}`) }))}
        block
      />
      <section className="pane-tree" aria-label={t('grid-desk.tree')}>
        <header>
          <h1>{t('grid-desk.title')}</h1>
          <span className="sp" />
          <Segmented
            size="small"
            aria-label={t('grid-desk.views')}
            value={search.view ?? 'map'}
            onChange={(view) => {
              set({ ...(code === null ? {} : { area: code }), view })
              setPane('map')
            }}
            options={[
              { value: 'map' as const, label: t('grid-desk.view.map') },
              { value: 'vacancies' as const, label: t('grid-desk.view.vacancies') },
            ]}
          />
        </header>
        <Tree
          areas={areas}
          desk={byCode}
          template={template}
          selected={code}
          onSelect={(area) => set({ area, ...(search.view === undefined ? {} : { view: search.view }) })}
        />
      </section>
      {editing !== undefined && may ? (
        <Editor
          key={editing.code}
          start={startOf(areas, mine, editing.code)}
          parent={editing}
          base={base}
          onClose={() => set({ area: editing.code })}
          onSaved={(redraw) => set({ area: editing.code, redraw })}
        />
      ) : (
        <>
          <section className="pane-map" aria-label={t('grid-desk.map')}>
            {search.view === 'vacancies' ? (
              <Vacancies
                areas={areas}
                desk={desk.data}
                template={template}
                onTemplate={setTemplate}
                onSelect={(area) => set({ area, view: 'vacancies' })}
              />
            ) : (
              <GridMap
                areas={mine}
                base={base}
                code={code}
                drawn={(shown?.after ?? []).map((p): Drawn => ({
                  key: p.id,
                  name: p.name,
                  note: p.households === null ? null : t('grid-desk.households-n', { n: p.households }),
                  shape: p.polygon,
                  tone: 'fresh',
                }))}
                onSelect={(area) => set({ area })}
              />
            )}
          </section>
          <section className="pane-facts" aria-label={t('grid-desk.facts')}>
            {search.redraw !== undefined ? (
              <RedrawPane
                key={search.redraw}
                id={search.redraw}
                onClose={() => set(code === null ? {} : { area: code })}
              />
            ) : code === null ? (
              <Empty title={t('grid-desk.choose')} />
            ) : (
              <Facts
                key={code}
                code={code}
                desk={byCode.get(code)}
                template={template}
                onTemplate={setTemplate}
                onSelect={(area) => set({ area })}
                onEdit={edits ? () => set({ area: community.code, edit: community.code }) : undefined}
              >
                {community !== undefined && community.levelKey === 'community' && (
                  <History
                    parent={community.code}
                    onOpen={may ? (redraw) => set({ area: code, redraw }) : undefined}
                  />
                )}
              </Facts>
            )}
          </section>
        </>
      )}
    </div>
  )
}

function GridMap({
  areas,
  base,
  code,
  drawn,
  onSelect,
}: {
  readonly areas: Parameters<typeof TownMap>[0]['areas']
  readonly base: Parameters<typeof TownMap>[0]['base']
  readonly code: AreaItem['code'] | null
  readonly drawn: readonly Drawn[]
  readonly onSelect: (code: string) => void
}) {
  const [map, setMap] = useState<MapLibre | null>(null)
  const select = useRef(onSelect)
  useEffect(() => {
    select.current = onSelect
  })
  const index = useMemo(
    () =>
      new GridIndex(areas.filter((a) => a.level === 'grid').map((a) => ({ id: a.code, shape: a.border }))),
    [areas],
  )
  useEffect(() => {
    if (map === null) return
    const pick = (event: { lngLat: { lng: number; lat: number } }): void => {
      const found = index.locate(event.lngLat.lng, event.lngLat.lat)
      if (found !== null) select.current(found)
    }
    map.on('click', pick)
    map.getCanvas().style.cursor = 'pointer'
    return () => {
      map.off('click', pick)
    }
  }, [map, index])
  const target = areas.find((a) => a.code === code)
  // A grid is shown within its community.
  const frame = target?.level === 'grid' ? areas.find((a) => a.code === target.parent) : target
  useFit(map, boxOfAreas(frame === undefined ? [] : [frame]), ROOM)
  return (
    <TownMap label={t('grid-desk.map')} base={base} areas={areas} grid={code} onMap={setMap}>
      {map !== null && drawn.length > 0 && <Overlay map={map} drawn={drawn} faults={[]} />}
    </TownMap>
  )
}
