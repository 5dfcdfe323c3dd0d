import type { TeamTemplateName } from '@lifang/domains/grid/schema.ts'
import type { DeskGrid } from '@lifang/domains/grid/schema/desk.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { Empty } from '../../kit/states.tsx'
import { postWord, t } from '../../kit/words.ts'
import { TemplateSwitch } from './facts.tsx'

/** 空缺清单: every grid that lacks somebody, by the template looked at. */
export function Vacancies({
  areas,
  desk,
  template,
  onTemplate,
  onSelect,
}: {
  readonly areas: readonly AreaItem[]
  readonly desk: readonly DeskGrid[]
  readonly template: TeamTemplateName
  readonly onTemplate: (name: TeamTemplateName) => void
  readonly onSelect: (code: string) => void
}) {
  const byCode = new Map(areas.map((a) => [a.code, a]))
  const lacking = desk.filter((g) => g.vacancies[template].length > 0)
  const seats = lacking.reduce((n, g) => n + g.vacancies[template].length, 0)
  return (
    <div className="vacancies">
      <header className="line">
        <h2>{t('grid-desk.vacancies')}</h2>
        <span className="md mu">
          {t('grid-desk.vacancies-sum', { grids: lacking.length, of: desk.length, seats })}
        </span>
        <span className="sp" />
        <TemplateSwitch template={template} onTemplate={onTemplate} />
      </header>
      {lacking.length === 0 ? (
        <Empty title={t('grid-desk.no-vacancies')} />
      ) : (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                {['grid', 'community', 'worker', 'lacks'].map((c) => (
                  <th key={c} scope="col">
                    {t(`grid-desk.col.${c}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lacking.map((g) => {
                const area = byCode.get(g.code)
                const community = area?.parent === undefined ? undefined : byCode.get(area.parent ?? '')
                return (
                  <tr key={g.code}>
                    <td>
                      <button type="button" className="link" onClick={() => onSelect(g.code)}>
                        {area?.name ?? g.code}
                      </button>
                    </td>
                    <td>{community?.name ?? ''}</td>
                    <td>{g.worker ?? t('grid-desk.vacant')}</td>
                    <td>{g.vacancies[template].map(postWord).join('、')}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
