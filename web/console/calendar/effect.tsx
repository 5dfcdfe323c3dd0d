import {
  EFFECT_CASES,
  EFFECT_LINES,
  type EffectLine,
  type EffectView,
} from '@lifang/domains/incidents/schema/calendar-effect.ts'
import { Icon } from '../../kit/icons.tsx'
import { dueWhen, printNumber } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'

/** What a draft would do to open deadlines: the sum first, then the nearest. */
export function Effect({ view }: { readonly view: EffectView }) {
  const now = useNow()
  const due = (text: string): string => dueWhen(Date.parse(text), now)
  return (
    <section className="cal-effect" role="status" aria-label={t('admin.cal.effect')}>
      <p>
        <b className="ink">
          {view.moved === 0
            ? t('admin.cal.effect-none', { clocks: view.clocks })
            : t('admin.cal.effect-moved', { clocks: view.clocks, moved: view.moved })}
        </b>
      </p>
      {view.moved > 0 && (
        <p>
          {t('admin.cal.effect-late', { become: view.becomeLate, no: view.noLongerLate })}
          <br />
          {t('admin.cal.effect-recount', { recount: view.byRecount, keep: view.moved - view.byRecount })}
        </p>
      )}
      <p className="mu sm">
        {t(view.capped ? 'admin.cal.effect-capped' : 'admin.cal.effect-all', {
          cases: view.cases,
          cap: EFFECT_CASES,
        })}
      </p>
      {view.items.length > 0 && (
        <div className="faults" tabIndex={0} role="region" aria-label={t('admin.cal.effect-list')}>
          <table className="table">
            <colgroup>
              <col style={{ width: 216 }} />
              <col style={{ width: 84 }} />
              <col />
              <col style={{ width: 108 }} />
              <col style={{ width: 108 }} />
              <col style={{ width: 104 }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('admin.cal.col.number')}</th>
                <th scope="col">{t('admin.cal.col.stage')}</th>
                <th scope="col">{t('admin.cal.col.unit')}</th>
                <th scope="col">{t('admin.cal.col.due')}</th>
                <th scope="col">{t('admin.cal.col.then')}</th>
                <th scope="col">{t('admin.cal.col.late')}</th>
              </tr>
            </thead>
            <tbody>
              {view.items.map((line) => (
                <tr key={`${line.number} ${line.stage} ${line.due}`}>
                  <td className="ink">{printNumber(line.number)}</td>
                  <td>{t(`incidents.stage.${line.stage}`)}</td>
                  <td>{line.unit ?? t('admin.none-given')}</td>
                  <td>{due(line.due)}</td>
                  <td>{due(line.dueThen)}</td>
                  <td>
                    <Turn line={line} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {view.moved > EFFECT_LINES && (
        <p className="mu sm">{t('admin.cal.effect-first', { n: EFFECT_LINES })}</p>
      )}
    </section>
  )
}

/** Whether it turns late or is no longer late: shape and word. */
function Turn({ line }: { readonly line: EffectLine }) {
  const turn = line.late === line.lateThen ? null : line.lateThen ? 'becomes' : 'ends'
  return (
    <span className={turn === 'becomes' ? 'acc-mark cal-bad' : turn === 'ends' ? 'acc-mark' : 'mu'}>
      {turn !== null && <Icon name={turn === 'becomes' ? 'stop' : 'check'} />}
      {t(
        turn === null
          ? line.late
            ? 'admin.cal.late-still'
            : 'admin.cal.late-not'
          : `admin.cal.late-${turn}`,
      )}
    </span>
  )
}
