/** 田: how far a piece of work has come. 1 已存本机, 2 已送达, 3 已采纳, 4 已计入. Always beside the word. */
export function Tian({ n, size = 26 }: { n: 1 | 2 | 3 | 4; size?: number }) {
  const cells = [
    [1.5, 1.5],
    [10.5, 1.5],
    [1.5, 10.5],
    [10.5, 10.5],
  ] as const
  return (
    <svg className="tian" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      {cells.map(([x, y], i) => (
        <rect key={`${x}${y}`} x={x} y={y} width="8" height="8" className={i < n ? 'full' : ''} />
      ))}
    </svg>
  )
}
