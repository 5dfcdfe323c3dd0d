/** What somebody has written into a household sheet so far, and the command that comes of it. */
import { newId } from '@lifang/platform/id.ts'
import { isForeign } from '@lifang/domains/registry/rules/foreign.ts'
import type { JoinEntry, SheetEntry } from '@lifang/domains/registry/schema/bodies.ts'
import type {
  HAZARDS,
  HomeKind,
  IdKind,
  ResidenceKind,
  SEXES,
  Source,
} from '@lifang/domains/registry/schema/lists.ts'
import type { HomeView, Member } from '@lifang/domains/registry/schema/views.ts'
import { firstForeign, foreignSaid, UNSAID, type ForeignTyped } from './foreign-typed.ts'

export interface MemberLine {
  readonly member: Member
  readonly household: string
  readonly kind: ResidenceKind
  readonly relation: string | null
  /** Empty: stays as it is. */
  readonly phone: string
  readonly care: boolean
  readonly leave: '' | 'moved-out' | 'died'
  readonly on: string
}
export interface NewLine extends Readonly<ForeignTyped> {
  readonly nationality: string
  readonly id: string
  readonly name: string
  readonly sex: (typeof SEXES)[number]
  readonly idKind: IdKind
  readonly idNumber: string
  readonly idReason: string
  readonly phone: string
  readonly birthDate: string
  readonly relation: string | null
  readonly kinds: readonly ResidenceKind[]
  readonly from: string
  /** Somebody who is registered already and moves here with the number in hand. */
  readonly known: { readonly person: string; readonly version: number } | null
  /** People who look like this one and are somebody else. */
  readonly notSame: readonly string[]
}
export interface SheetState {
  readonly kind: HomeKind
  readonly hazards: readonly (typeof HAZARDS)[number][]
  readonly source: Source
  readonly verifiedOn: string
  readonly members: readonly MemberLine[]
  readonly added: readonly NewLine[]
  /** Ids of households that are founded with this sheet, one for each kind: all who join share them. */
  readonly founded: Readonly<Record<ResidenceKind, string>>
}

export const firstState = (of: HomeView, today: string): SheetState => ({
  kind: of.kind,
  hazards: of.hazards,
  source: 'visit',
  verifiedOn: today,
  members: of.households.flatMap((h) =>
    h.members.map((member) => ({
      member,
      household: h.id,
      kind: h.kind,
      relation: member.relation,
      phone: '',
      care: member.care,
      leave: '' as const,
      on: today,
    })),
  ),
  added: [],
  founded: foundedAt(of),
})

export const foundedAt = (of: Pick<HomeView, 'households'>): SheetState['founded'] => ({
  registered: of.households.find((h) => h.kind === 'registered')?.id ?? newId(),
  residing: of.households.find((h) => h.kind === 'residing')?.id ?? newId(),
})

export const newLine = (first: boolean, today: string): NewLine => ({
  id: newId(),
  name: '',
  sex: 'unknown',
  idKind: 'resident-id',
  idNumber: '',
  idReason: '',
  phone: '',
  birthDate: '',
  relation: first ? '02' : null,
  kinds: ['residing'],
  from: today,
  known: null,
  notSame: [],
  nationality: 'CHN',
  ...firstForeign(null),
})

/** Another kind of paper: whose paper it is says where they are from, as far as it does. */
export const ofKind = (idKind: IdKind): Pick<NewLine, 'idKind' | 'nationality'> => ({
  idKind,
  nationality: idKind === 'passport' || idKind === 'foreign-permanent' ? UNSAID : 'CHN',
})

/** The command's lines in the order of the sheet, and which line of the sheet each came from. */
export interface Written {
  readonly entries: SheetEntry[]
  /** Person id or the id of a new line, by place in `entries`. */
  readonly lines: readonly string[]
}

export function writtenOf(state: SheetState): Written {
  const entries: SheetEntry[] = []
  const lines: string[] = []
  const people = [...new Set(state.members.map((m) => m.member.id))]
  for (const person of people) {
    const mine = state.members.filter((m) => m.member.id === person)
    const [first] = mine
    if (first === undefined) continue
    const { version } = first.member
    const leaving = mine.filter((m) => m.leave !== '')
    const left = leaving[0]
    if (left !== undefined && left.leave !== '') {
      entries.push({
        do: 'leave',
        person,
        version,
        how: left.leave,
        on: left.on,
        kinds: leaving.map((m) => m.kind),
      })
      lines.push(person)
      continue
    }
    const changes = {
      ...(first.phone.trim() === '' ? {} : { phone: first.phone }),
      ...(first.care === first.member.care ? {} : { care: first.care }),
    }
    const relations = mine
      .filter((m) => m.relation !== m.member.relation)
      .map((m) => ({ kind: m.kind, household: m.household, relation: m.relation }))
    if (Object.keys(changes).length + relations.length === 0) continue
    entries.push({
      do: 'edit',
      person,
      version,
      ...(Object.keys(changes).length === 0 ? {} : { changes }),
      ...(relations.length === 0 ? {} : { relations }),
    })
    lines.push(person)
  }
  for (const line of state.added) {
    entries.push(entryOf(line, state))
    lines.push(line.id)
  }
  return { entries, lines }
}

/** What comes of one new line. */
export function entryOf(line: NewLine, state: Pick<SheetState, 'founded'>): JoinEntry {
  const stays = line.kinds.map((kind) => ({ kind, household: state.founded[kind], relation: line.relation }))
  const idNumber = line.idNumber.trim()
  const idKind = idNumber === '' ? 'none' : line.idKind
  const foreign = isForeign({ idKind, nationality: line.nationality })
  if (line.known !== null) return { do: 'move-in', ...line.known, stays, from: line.from, idNumber }
  return {
    do: 'add',
    id: line.id,
    stays,
    from: line.from,
    person: {
      name: line.name,
      sex: line.sex,
      birthDate: line.birthDate === '' ? null : line.birthDate,
      nationality: line.nationality,
      ...foreignSaid(foreign ? line : firstForeign(null)),
      idKind,
      idNumber: idNumber === '' ? null : idNumber,
      phone: line.phone.trim() === '' ? null : line.phone,
      care: false,
      workplace: null,
      occupation: null,
      emergencyContact: null,
      remark: null,
      ...(line.idReason.trim() === '' ? {} : { idReason: line.idReason }),
      ...(line.notSame.length === 0 ? {} : { notSame: [...line.notSame] }),
    },
  }
}
