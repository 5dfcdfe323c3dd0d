import { Button } from 'antd'
import { Link } from '@tanstack/react-router'
import type { HouseholdView } from '@lifang/domains/registry/schema/views.ts'
import { t } from '../../kit/words.ts'
import { Marks } from './people.tsx'
import { ageWords, kinWord, sexWord } from './words.tsx'

/** Households with everybody in them, the head first. */
export function Households({
  of,
  birth,
}: {
  readonly of: readonly (HouseholdView & { readonly address?: string })[]
  /** Registers a birth into this household. */
  readonly birth?: (household: string) => void
}) {
  return (
    <>
      {of.map((h) => (
        <section key={h.id} className="reg-household" aria-label={t(`registry.household.${h.kind}`)}>
          <h3>
            {t(`registry.household.${h.kind}`)}
            <span className="mu sm">
              {t('registry.household-n', { n: h.members.length, day: h.foundedOn })}
              {h.address !== undefined && ` · ${h.address}`}
            </span>
            {birth !== undefined && (
              <Button size="small" onClick={() => birth(h.id)}>
                {t('registry.do.birth')}
              </Button>
            )}
          </h3>
          <div className="scroll" tabIndex={0} role="region" aria-label={t('registry.members')}>
            <table className="table reg-members">
              <thead>
                <tr>
                  <th scope="col">{t('registry.field.name')}</th>
                  <th scope="col">{t('registry.col.relation')}</th>
                  <th scope="col">{t('registry.col.sex-age')}</th>
                  <th scope="col">{t('registry.field.idNumber')}</th>
                  <th scope="col">{t('registry.field.phone')}</th>
                  <th scope="col">{t('registry.col.marks')}</th>
                </tr>
              </thead>
              <tbody>
                {h.members.map((m) => (
                  <tr key={m.id}>
                    <td>
                      <Link to="/people/$id" params={{ id: m.id }} className="link">
                        {m.name}
                      </Link>
                    </td>
                    <td>{kinWord(m.relation)}</td>
                    <td>
                      {sexWord(m.sex)} {ageWords(m.age)}
                    </td>
                    <td>{m.idNumber ?? <span className="mu">{t('registry.none')}</span>}</td>
                    <td>{m.phone ?? <span className="mu">{t('registry.none')}</span>}</td>
                    <td>
                      <Marks split={m.split} care={m.care} status="here" foreign={m.foreign} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  )
}
