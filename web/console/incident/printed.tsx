import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import './print.css'

/** Only on paper: who printed it and when. */
export function Printed({ now }: { readonly now: number }) {
  return <p className="printed">{t('map.printed', { name: useMe().name, at: exact(now) })}</p>
}
