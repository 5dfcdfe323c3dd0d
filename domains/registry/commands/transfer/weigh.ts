import type { Actor } from '@lifang/platform/access.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Cell } from '../../rules/transfer/cells.ts'
import { idAt, idSpace, madeBy, type IdSpace } from '../../rules/transfer/ids.ts'
import { isBlank, readLine, type ImportLine } from '../../rules/transfer/line.ts'
import { faultOfTwice, kindBits, nameBits } from '../../rules/transfer/twice.ts'
import { BulkRows, unsealed } from '../../repo/bulk.ts'
import { factsAfter } from '../../repo/changes.ts'
import { checkDay, type Doing } from '../../repo/command.ts'
import { checkText, NOBODY, settlePerson, type Settled } from '../../repo/person.ts'
import { HEAD } from '../../repo/stays.ts'
import { registryProblem } from '../../schema/problems.ts'
import type { ResidenceKind } from '../../schema/lists.ts'
import type { ImportField } from '../../schema/transfer-lists.ts'
import type { ImportPlan, ImportRow } from '../../tables/transfer.ts'
import { lineOf, relationWords, type TransferDeps } from './deps.ts'
import { foundBuilding, foundHome, tellImported, type Founding } from './founding.ts'
import type { Ground, KnownBuilding } from './ground.ts'
import { LENGTHS, Outcome, placeField, reasonOf } from './outcome.ts'
import { NumberTable, Rooms } from './seen.ts'
import { homeKey, standingFor, unnumberedKey, type KnownHome, type Standing } from './standing.ts'

interface Candidate {
  readonly n: number
  readonly line: ImportLine
  readonly settled: Settled
  readonly building: KnownBuilding
  readonly named: string | null
  readonly from: string
}
type Place = { readonly id: string; readonly key: number; readonly path: string }

/** Enough of an index to tell people of one file apart: 52 bits, so that a million lines keep within the memory that there is. */
const shortOf = (index: Buffer): number => index.readUIntBE(0, 6) * 16 + ((index[6] ?? 0) >> 4)

/**
 * Reads chunks of lines in their order and says what becomes of each. A dry run and a real one are this same walk; what a file
 * founds is remembered over all of it, so neither needs the rows of the other.
 */
export class Weigher {
  readonly #deps: TransferDeps
  readonly #row: ImportRow
  readonly #plan: ImportPlan
  readonly #actor: Actor
  readonly #ground: Ground
  readonly #empty: { readonly people: boolean; readonly homes: boolean }
  readonly #space: IdSpace
  readonly #words: ReadonlyMap<string, string>
  /** First line of a number times four, with the kinds of residence that lines said under it; and its name. */
  readonly #seen = new NumberTable()
  readonly #names = new NumberTable()
  /** Line of who has no number, by home, name and birth. */
  readonly #unnumbered = new Map<string, number>()
  readonly #rooms = new Rooms()
  /** Line that founded a home. */
  readonly #homes = new NumberTable()
  /** Newest household by home and kind: its line times two, and whether it has a head; below zero one that stood before. */
  readonly #households = new NumberTable()
  readonly #reason: string

  constructor(
    deps: TransferDeps,
    given: {
      row: ImportRow
      plan: ImportPlan
      actor: Actor
      ground: Ground
      empty: { people: boolean; homes: boolean }
    },
  ) {
    this.#deps = deps
    this.#row = given.row
    this.#plan = given.plan
    this.#actor = given.actor
    this.#ground = given.ground
    this.#empty = given.empty
    this.#space = idSpace(given.row.id, given.row.created_at.getTime())
    this.#words = relationWords(deps.phrases)
    this.#reason = deps.phrases['transfer.id-reason'] ?? 'import'
  }

  /** @param seal false: for a dry run and for lines that are through, whose rows nobody writes */
  async weigh(
    chunk: number,
    cells: readonly (readonly Cell[])[],
    size: number,
    seal: boolean,
  ): Promise<Outcome> {
    const { deps, doing } = this.#doing(seal)
    const out = new Outcome(new BulkRows(deps.county, doing.at))
    const candidates: Candidate[] = []
    for (const [i, row] of cells.entries()) {
      if (isBlank(row)) continue
      out.counts.lines++
      const n = lineOf(this.#row, chunk * size + i)
      const candidate = this.#read(doing, n, row, out)
      if (candidate !== null) candidates.push(candidate)
      // Others ask this process for their pages meanwhile, and the rows of the chunk before go out.
      if (i % 10 === 9) await new Promise((resolve) => setImmediate(resolve))
    }
    const standing = await this.#standing(candidates)
    for (const candidate of candidates) this.#decide(doing, candidate, standing, out)
    return out.close()
  }

  #doing(seal: boolean): { deps: TransferDeps; doing: Doing } {
    const deps = seal ? this.#deps : { ...this.#deps, fields: unsealed(this.#deps.fields) }
    const now = deps.clock.now()
    const { source, verifiedOn } = this.#plan
    return {
      deps,
      doing: {
        deps,
        tx: deps.db,
        actor: this.#actor,
        commandId: this.#row.id,
        at: new Date(now),
        today: dateOf(officeDay(now)),
        source,
        verifiedOn,
      },
    }
  }

  /** The line as it stands alone. Null: it is wrong, and said so. */
  #read(doing: Doing, n: number, cells: readonly Cell[], out: Outcome): Candidate | null {
    const { line, reasons: read } = readLine(cells, this.#plan.columns, this.#words)
    const reasons = [...read]
    const refuse = (field: ImportField | null, work: () => void): void => {
      try {
        work()
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        reasons.push(reasonOf(error, field))
      }
    }
    const named = line.home.written === null ? undefined : this.#ground.homeNamed(line.home.written)
    let building = named?.building ?? null
    if (named === undefined && line.home.keys.length > 0) {
      const found = this.#ground.find(line.home.keys, line.home.within)
      if (found === undefined && line.home.at !== null)
        refuse(
          'lon',
          () =>
            (building = this.#ground.add(
              foundBuilding(this.#founding(doing, out, 'building', n), line.home),
            )),
        )
      else if (found === undefined || found === null)
        reasons.push({
          field: placeField(line),
          code: found === null ? 'transfer.why.two-buildings' : 'transfer.why.building',
        })
      else building = found
    }
    if (building !== null && !building.mine)
      reasons.push({ field: placeField(line), code: 'transfer.why.not-your-area' })
    refuse('entrance', () => void checkText(line.home.entrance, 'entrance'))
    refuse('room', () => void checkText(line.home.room, 'room'))
    for (const [field, most] of LENGTHS)
      if (
        (field === 'entrance' || field === 'room' ? line.home[field] : (line.person[field] ?? '')).length >
        most
      )
        reasons.push({ field, code: 'transfer.why.too-long' })
    if (reasons.length > 0) return out.wrong(n, reasons)
    let settled: Settled | null = null
    refuse(null, () => {
      settled = settlePerson(doing, idAt(this.#space, 'person', n), NOBODY, {
        ...line.person,
        idReason: this.#reason,
      })
    })
    const person = settled as Settled | null
    if (person === null || building === null) return out.wrong(n, reasons)
    const born = person.columns.birth_date
    const from = line.from ?? (born !== null && born > doing.verifiedOn ? born : doing.verifiedOn)
    refuse('from', () => {
      checkDay(from, doing.today, 'from')
      if (born !== null && from < born) throw registryProblem('registry.day-before-birth', { field: 'from' })
    })
    if (reasons.length > 0) return out.wrong(n, reasons)
    return { n, line, settled: person, building, named: named?.home ?? null, from }
  }

  #standing(candidates: readonly Candidate[]): Promise<Standing> {
    const { fields } = this.#deps
    const indexes = this.#empty.people
      ? []
      : candidates.flatMap(({ settled: { columns: c, changes } }) => {
          if (c.id_index === null) return []
          const number = changes.find((one) => one.field === 'idNumber')?.new ?? ''
          // While an index is being made anew, a number stands under the key of before.
          return [c.id_index, ...fields.blindAll(`registry-${c.id_kind}`, number).slice(1)]
        })
    const rooms = new Map<string, readonly [string, string]>()
    if (!this.#empty.homes)
      for (const { building, line } of candidates)
        rooms.set(homeKey(building.id, '', line.home.room), [building.id, line.home.room])
    return standingFor(
      this.#deps,
      {
        indexes,
        homes: [...rooms.values()],
        named: candidates.flatMap((c) => (c.named === null ? [] : [c.named])),
        unnumbered: candidates.some((c) => c.settled.columns.id_index === null),
      },
      (id) => madeBy(this.#space, id) !== null,
    )
  }

  #decide(doing: Doing, c: Candidate, standing: Standing, out: Outcome): void {
    const { n, line, settled } = c
    const { columns } = settled
    const there = this.#homeThere(c, standing)
    const { entrance, room } = there ?? line.home
    const key = this.#rooms.key(c.building.n, entrance, room)
    const twice = this.#twice(c, key)
    if (twice !== null && twice.code !== null)
      return void out.wrong(n, [{ field: twice.field, code: twice.code, details: { line: twice.line } }])
    const known =
      columns.id_index === null ? undefined : standing.people.get(columns.id_index.toString('hex'))
    if (known !== undefined) {
      if (known.status === 'dead')
        return void out.wrong(n, [{ field: 'idNumber', code: 'registry.person-dead' }])
      if (known.name !== columns.name)
        return void out.wrong(n, [{ field: 'name', code: 'transfer.why.other-name' }])
      const stays =
        there === undefined ? line.kinds : line.kinds.filter((k) => !known.stays.includes(`${k}|${there.id}`))
      if (this.#plan.known === 'skip' || stays.length === 0) return out.known(n)
      const place = this.#place(doing, c, there, key, out)
      out.moves.push({
        line: n,
        person: known.id,
        home: place.id,
        stays: stays.map((kind) => {
          const at = this.#household(c, place, kind, standing, known.id, out)
          return { kind, household: at.id, relation: at.head ? HEAD : line.relation }
        }),
        from: c.from,
      })
      return out.moved(n)
    }
    if (
      columns.id_index === null &&
      there !== undefined &&
      standing.unnumbered.has(unnumberedKey(there.id, columns.name, columns.birth_date))
    )
      return out.known(n)
    const place = this.#place(doing, c, there, key, out)
    if (twice === null) return this.#admit(doing, c, place, standing, out)
    const person = idAt(this.#space, 'person', twice.line)
    this.#settle(doing, c, place, person, standing, out)
    out.joined(n, person, twice.line)
  }

  #admit(doing: Doing, c: Candidate, place: Place, standing: Standing, out: Outcome): void {
    const { n, line, settled } = c
    const id = idAt(this.#space, 'person', n)
    const facts = factsAfter({}, doing, settled.changes)
    const registered = line.kinds.includes('registered') ? place.path : null
    out.rows.add('person', {
      id,
      ...settled.columns,
      status: 'here',
      died_on: null,
      area_path: place.path,
      registered_path: registered,
      facts,
    })
    this.#settle(doing, c, place, id, standing, out)
    const doubt = settled.warnings.length > 0
    tellImported(this.#founding(doing, out, 'person', n), 'person', doubt ? this.#reason : null)
    out.counts.added++
    if (doubt) out.doubtful(n, settled.warnings)
  }

  /** Residences of a line, for a person of this line or of an earlier one. */
  #settle(doing: Doing, c: Candidate, place: Place, id: string, standing: Standing, out: Outcome): void {
    const { n, line, settled, from } = c
    for (const kind of line.kinds) {
      const at = this.#household(c, place, kind, standing, id, out)
      out.rows.add('residence', {
        id: idAt(this.#space, kind, n),
        person_id: id,
        home_id: place.id,
        household_id: at.id,
        kind,
        relation: at.head ? HEAD : line.relation,
        from_on: from,
        to_on: null,
        ended_by: null,
        source: doing.source,
      })
    }
    if (settled.columns.care && line.kinds.includes('residing')) out.care.push(place.id)
  }

  #homeThere({ building, line, named }: Candidate, standing: Standing): KnownHome | undefined {
    if (named !== null) return [...standing.homes.values()].find((h) => h.id === named)
    const { entrance, room } = line.home
    const exact = standing.homes.get(homeKey(building.id, entrance, room))
    if (exact !== undefined || entrance !== '') return exact
    // A sheet without entrances: the one home of this number in the building.
    const all = standing.rooms.get(homeKey(building.id, '', room)) ?? []
    return all.length === 1 ? all[0] : undefined
  }

  /** Who stands in the file twice, and what is wrong with it; without a code it is another residence of the same person. */
  #twice(
    { n, line: { kinds }, settled: { columns } }: Candidate,
    home: number,
  ): { code: string | null; field: ImportField; line: number } | null {
    if (columns.id_index !== null) {
      const short = shortOf(columns.id_index)
      const before = this.#seen.get(short)
      const first = before === undefined ? n : before >> 2
      const said = before === undefined ? 0 : before & 3
      const name = nameBits(columns.name)
      const sameName = (this.#names.get(short) ?? name) === name
      const code = before === undefined ? null : faultOfTwice({ line: first, kinds: said, sameName }, kinds)
      if (code === null) this.#seen.set(short, (first << 2) | said | kindBits(kinds))
      if (before !== undefined)
        return { code, field: code === 'transfer.why.twice-name' ? 'name' : 'idNumber', line: first }
      this.#names.set(short, name)
      return null
    }
    const key = unnumberedKey(String(home), columns.name, columns.birth_date)
    const line = this.#unnumbered.get(key)
    if (line === undefined) this.#unnumbered.set(key, n)
    return line === undefined ? null : { code: 'transfer.why.twice-unnumbered', field: 'idNumber', line }
  }

  /** The home that stands, or one founded by this line or an earlier one. */
  #place(doing: Doing, c: Candidate, there: KnownHome | undefined, key: number, out: Outcome): Place {
    if (there !== undefined) return { id: there.id, key, path: there.area_path }
    const { building, line, n } = c
    const earlier = this.#homes.get(key)
    if (earlier !== undefined) return { id: idAt(this.#space, 'home', earlier), key, path: building.path }
    this.#homes.set(key, n)
    const founding = this.#founding(doing, out, 'home', n)
    foundHome(founding, building, line.home)
    return { id: founding.id, key, path: building.path }
  }

  /**
   * The household a line joins or founds: a second head in one home founds a second household, and who follows joins the newest.
   * @param person who heads it where the line says so
   */
  #household(
    { n, line: { relation }, from }: Candidate,
    place: Place,
    kind: ResidenceKind,
    standing: Standing,
    person: string,
    out: Outcome,
  ): { readonly id: string; readonly head: boolean } {
    const key = place.key * 2 + (kind === 'registered' ? 0 : 1)
    const before = standing.households.get(`${place.id}|${kind}`)
    const state = this.#households.get(key) ?? (before === undefined ? undefined : before.headed ? -1 : -2)
    const isHead = relation === HEAD
    const headed = state === undefined ? false : state === -1 || (state >= 0 && state % 2 === 1)
    if (state === undefined || (isHead && headed)) {
      const head = isHead || relation === null
      this.#households.set(key, n * 2 + (head ? 1 : 0))
      const id = idAt(this.#space, `${kind}-household`, n)
      out.found({
        id,
        home_id: place.id,
        kind,
        head_id: head ? person : null,
        founded_on: from,
        ended_on: null,
      })
      return { id, head }
    }
    const id = state < 0 ? (before?.id ?? '') : idAt(this.#space, `${kind}-household`, Math.floor(state / 2))
    if (isHead) {
      this.#households.set(key, state < 0 ? -1 : state + 1)
      out.crown(id, person)
    }
    return { id, head: isHead }
  }

  #founding(doing: Doing, out: Outcome, made: 'person' | 'home' | 'building', n: number): Founding {
    return { doing, out, id: idAt(this.#space, made, n), told: `${this.#row.file_name} · ${n}` }
  }
}
