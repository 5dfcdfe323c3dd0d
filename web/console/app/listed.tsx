import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Empty, Failed, Loading } from '../../kit/states.tsx'

interface ListedProps {
  readonly list: Pick<
    UseInfiniteQueryResult,
    'data' | 'error' | 'isError' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >
  /** What is said when nothing is listed; null: something is. */
  readonly none: { readonly title: string; readonly hint: string } | null
  readonly more: string
  readonly children: ReactNode
}

/** A list that comes by pages: on its way, failed, empty, or there with the way to more. */
export function Listed({ list, none, more, children }: ListedProps) {
  if (list.data === undefined)
    return list.isError ? (
      <Failed error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  return (
    <>
      {none === null ? children : <Empty {...none} />}
      {list.hasNextPage && (
        <div className="body">
          <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
    </>
  )
}
