import type { PrivacyForm } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { t } from '../../kit/words.ts'

/** Beside a form that collects: what it is for, on a page of its own so that what is typed stays. */
export const PurposeLine = ({ form }: { readonly form: PrivacyForm }) => (
  <a href={`/privacy#${form}`} target="_blank" rel="noreferrer" className="link sm">
    {t('console.purpose')}
  </a>
)
