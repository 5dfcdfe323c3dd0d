import { t } from '../../kit/words.ts'

export const TOOLS = ['edit', 'draw', 'split', 'merge'] as const
export type Tool = (typeof TOOLS)[number]

/** What floats over the map: the tool in hand, what it can do now, undo and redo. */
export function Tools({
  tool,
  onTool,
  chosen,
  alone,
  onAlone,
  onHalve,
  onJoin,
  undo,
  redo,
}: {
  readonly tool: Tool
  readonly onTool: (tool: Tool) => void
  /** How many grids are in hand. */
  readonly chosen: number
  /** Corners of the chosen grid move without its neighbours. */
  readonly alone: boolean
  readonly onAlone: (on: boolean) => void
  readonly onHalve: (across: 'north-south' | 'east-west') => void
  readonly onJoin: () => void
  readonly undo: (() => void) | undefined
  readonly redo: (() => void) | undefined
}) {
  return (
    <>
      <div className="map-float tools-bar" role="toolbar" aria-label={t('grid-desk.tools')}>
        {TOOLS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === tool}
            className={one === tool ? 'on' : ''}
            onClick={() => onTool(one)}
          >
            {t(`grid-desk.tool.${one}`)}
          </button>
        ))}
        <i />
        <button type="button" disabled={undo === undefined} onClick={undo} title="Ctrl+Z">
          {t('grid-desk.undo')}
        </button>
        <button type="button" disabled={redo === undefined} onClick={redo} title="Ctrl+Y">
          {t('grid-desk.redo')}
        </button>
      </div>
      <div className="map-float tool-acts">
        <span className="md">{t(`grid-desk.hint.${hintOf(tool, chosen)}`)}</span>
        {tool === 'split' && chosen === 1 && (
          <>
            <button type="button" onClick={() => onHalve('north-south')}>
              {t('grid-desk.halve.north-south')}
            </button>
            <button type="button" onClick={() => onHalve('east-west')}>
              {t('grid-desk.halve.east-west')}
            </button>
          </>
        )}
        {tool === 'merge' && chosen > 1 && (
          <button type="button" onClick={onJoin}>
            {t('grid-desk.join', { n: chosen })}
          </button>
        )}
        {tool === 'edit' && chosen === 1 && (
          <label className="md">
            <input type="checkbox" checked={alone} onChange={(e) => onAlone(e.target.checked)} />{' '}
            {t('grid-desk.alone')}
          </label>
        )}
      </div>
    </>
  )
}

function hintOf(tool: Tool, chosen: number): string {
  if (tool === 'draw') return 'draw'
  if (tool === 'merge') return chosen > 1 ? 'merge' : 'choose-more'
  return chosen === 1 ? tool : 'choose'
}
