import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input, type FormInstance } from 'antd'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { sameClass } from '@lifang/domains/incidents/rules/alike.ts'
import { suggestClasses } from '@lifang/domains/incidents/rules/suggest.ts'
import { PROFESSIONAL_SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { printNumber, shortNumber } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { keyText } from '../app/class-key.ts'
import { responsibilityQuery } from '../app/queries.ts'
import { CatalogueField } from '../incident/class-picker.tsx'
import { blank, type ReportFields } from '../report/fields.ts'
import { GridCentre, PlaceFound, useSettled } from '../report/place.tsx'
import {
  AddressField,
  CoordinateFields,
  DescriptionField,
  ForeignNumberField,
  NameField,
  PhoneField,
  PhotosField,
  SourceField,
  SubjectsField,
} from '../report/report-fields.tsx'
import type { CallSender, Follow, Sent } from './send.ts'

type CallForm = FormInstance<ReportFields>

/** What was typed and not sent outlives a walk to another page; it is never written down on this machine. */
let kept: Partial<ReportFields> | null = null
export function useKept(form: CallForm): void {
  useEffect(() => {
    if (kept !== null) form.setFieldsValue(kept)
    return () => {
      kept = form.getFieldsValue(true) as Partial<ReportFields>
    }
  }, [form])
}

const start: Partial<ReportFields> = { ...blank('hotline'), occurredAt: '' }
const HIDDEN: readonly string[] = ['occurredAt', 'foreignNumber', 'crs']

/** 登记来电: caller and place in a line each, words, class; what is rarely told folds away. Ctrl+Enter is the filled button. */
export function CallFields({ form, sender }: { readonly form: CallForm; readonly sender: CallSender }) {
  const { press, pending, error, waits, lacking } = sender
  const [more, setMore] = useState(false)
  const source = Form.useWatch('source', form)
  const lon = Form.useWatch('lon', form)
  const noPlace = (lacking.includes('lon') || lacking.includes('lat')) && typeof lon !== 'number'
  const open = more || waits !== null || lacking.some((name) => HIDDEN.includes(name))
  const busy = pending !== null
  const professional = source !== undefined && PROFESSIONAL_SOURCES.includes(source)
  const onKey = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      press({ act: 'accept' })
    } else if (event.target instanceof HTMLInputElement) {
      // While somebody is on the telephone a line is ended with Enter; it must not send half a report.
      event.preventDefault()
    }
  }
  return (
    <Form<ReportFields>
      form={form}
      layout="vertical"
      className="call"
      initialValues={start}
      requiredMark={false}
      onKeyDown={onKey}
    >
      <div className="case-scroll">
        <header className="line">
          <h2>{t('intake.call.title')}</h2>
          <span className="md mu el">{t('intake.call.hint')}</span>
        </header>
        <Last sent={sender.last} />
        <div className="caller" role="group" aria-label={t('intake.call.caller')}>
          <SourceField at="call" />
          <PhoneField at="call" label={t('intake.call.phone')} />
          <NameField at="call" label={t('intake.call.name')} />
          <Form.Item
            name="confidential"
            valuePropName="checked"
            className="tick"
            label={t('intake.call.hide')}
          >
            <Checkbox aria-label={t('console.report.confidential')}>{t('intake.call.confidential')}</Checkbox>
          </Form.Item>
        </div>
        <div className="place" role="group" aria-label={t('console.report.where')}>
          <AddressField at="call" label={t('intake.call.place')} />
          <GridCentre form={form} label={t('intake.call.grid')} hint="" />
        </div>
        {noPlace && (
          <p className="found bad" role="alert">
            {t('intake.call.no-place')}
          </p>
        )}
        {typeof lon === 'number' ? (
          <PlaceFound form={form} />
        ) : (
          !noPlace && <p className="found mu">{t('intake.call.pick')}</p>
        )}
        <DescriptionField at="call" label={t('intake.call.words')} rows={10} />
        <Form.Item name="catalogue" label={t('intake.call.class')} htmlFor="call-catalogue">
          <CatalogueField id="call-catalogue" />
        </Form.Item>
        <Guesses form={form} />
        <Form.Item name="urgent" valuePropName="checked" noStyle>
          <Checkbox>{t('console.report.urgent')}</Checkbox>
        </Form.Item>
        <details open={open} onToggle={(e) => setMore(e.currentTarget.open)}>
          <summary>{t('intake.call.more')}</summary>
          <div className="two">
            <Form.Item name="occurredAt" label={t('intake.call.occurred')} htmlFor="call-occurredAt">
              <Input id="call-occurredAt" type="datetime-local" />
            </Form.Item>
            <ForeignNumberField at="call" />
          </div>
          <CoordinateFields at="call" />
          <SubjectsField at="call" />
          <PhotosField at="call" photos={sender.photos} set={sender.setPhotos} fault={waits} />
        </details>
        <ProblemAlert error={error} />
      </div>
      <footer className="case-foot">
        <Button
          type="primary"
          size="large"
          className="grow"
          loading={is(pending, 'accept')}
          disabled={busy}
          onClick={() => press({ act: 'accept' })}
        >
          {t('intake.call.accept')} <kbd aria-hidden="true">Ctrl Enter</kbd>
        </Button>
        <Button
          size="large"
          loading={is(pending, 'send-verify')}
          disabled={busy || professional}
          title={professional ? t('intake.professional') : undefined}
          onClick={() => press({ act: 'send-verify' })}
        >
          {t('intake.call.verify')}
        </Button>
        <Button size="large" loading={is(pending, null)} disabled={busy} onClick={() => press({ act: null })}>
          {t('intake.call.only')}
        </Button>
      </footer>
    </Form>
  )
}

const is = (pending: Follow | null, act: Follow['act']): boolean => pending !== null && pending.act === act

/** The number for the caller, and what became of the report. */
function Last({ sent }: { readonly sent: Sent | null }) {
  return (
    <div aria-live="polite">
      {sent !== null && (
        <div className="last md">
          <p className="line">
            <Icon name={sent.refused === null ? 'check' : 'stop'} />
            <b>{t('intake.last.number', { number: printNumber(sent.made.number) })}</b>
            <span className="sp" />
            <Link to="/incidents/$number" params={{ number: sent.made.number }} target="_blank">
              {t('console.report.open')}
            </Link>
          </p>
          <p>
            {sent.refused === null
              ? outcome(sent)
              : t('intake.last.refused', { what: followWord(sent.follow), why: sent.refused.title })}
          </p>
        </div>
      )}
    </div>
  )
}

function outcome({ made, follow }: Sent): string {
  const values = { grid: made.grid.name }
  switch (follow.act) {
    case 'merge':
      return t('intake.last.merge', { ...values, into: shortNumber(follow.into) })
    case 'accept':
    case 'send-verify':
      return t(`intake.last.${follow.act}`, values)
    case null:
      return t('intake.last.only', values)
  }
}
const followWord = (follow: Follow): string => (follow.act === null ? '' : word('incidents.act', follow.act))

/** Classes the words speak of, one press each: a suggestion that says it is one. */
function Guesses({ form }: { readonly form: CallForm }) {
  const { data } = useQuery(responsibilityQuery)
  const typed = Form.useWatch('description', form)
  const chosen = Form.useWatch('catalogue', form)
  const words = useSettled(typed ?? '')
  const classes = useMemo(
    () =>
      (data?.entries ?? []).map((e) => ({
        key: e.key,
        name: e.name,
        signs: e.conditions.map((c) => c.text).join(' '),
      })),
    [data],
  )
  const found = useMemo(() => suggestClasses(words, classes), [words, classes])
  if (found.length === 0) return null
  return (
    <div className="guesses" role="group" aria-label={t('intake.guess')}>
      <span className="sm mu">{t('intake.guess')}</span>
      {found.map((c) => (
        <button
          key={keyText(c.key)}
          type="button"
          aria-pressed={sameClass(c.key, chosen ?? null)}
          onClick={() => form.setFieldValue('catalogue', c.key)}
        >
          {c.name}
        </button>
      ))}
    </div>
  )
}
