import { Select, TreeSelect } from 'antd'
import { useMemo } from 'react'
import { STATUSES } from '@lifang/domains/incidents/schema/lists.ts'
import { t, word } from '../../kit/words.ts'
import { branchesOf, useMyAreas } from '../app/places.ts'
import type { DeskSearch } from '../app/tabs.ts'

const STORED = STATUSES.filter((s) => s !== 'draft')

interface ChoicesProps {
  readonly search: DeskSearch
  readonly set: (change: Partial<DeskSearch>) => void
}

/** By state and by place. */
export function Choices({ search, set }: ChoicesProps) {
  const areas = useMyAreas()
  const branches = useMemo(() => branchesOf(areas), [areas])
  return (
    <>
      <Select
        aria-label={t('console.desk.filter.status')}
        placeholder={t('console.desk.filter.status')}
        allowClear
        value={search.status ?? null}
        onChange={(value: string | null | undefined) => set({ status: value ?? undefined })}
        options={STORED.map((s) => ({ value: s, label: word('incidents.status', s) }))}
        style={{ width: 128 }}
        popupMatchSelectWidth={false}
      />
      {(areas.length > 1 || search.area !== undefined) && (
        <TreeSelect<string | null>
          aria-label={t('console.desk.filter.area')}
          placeholder={t('console.desk.filter.area')}
          allowClear
          showSearch
          treeNodeFilterProp="title"
          treeDefaultExpandedKeys={branches.map((b) => b.value)}
          value={search.area ?? null}
          onChange={(value) => set({ area: value ?? undefined })}
          treeData={branches}
          style={{ width: 168 }}
          popupMatchSelectWidth={260}
          listHeight={400}
        />
      )}
    </>
  )
}
