/** What a caller sends. Days are 'YYYY-MM-DD' of the office calendar; every command carries the id its caller minted. */
import { z } from 'zod'
import { GivenPlace } from '@lifang/domains/grid/schema.ts'
import {
  BUILDING_USES,
  HAZARDS,
  HOME_KINDS,
  ID_KINDS,
  RESIDENCE_KINDS,
  REVEALED,
  SEXES,
  SOURCES,
  STAY_PURPOSES,
} from './lists.ts'

export const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
/** GB/T 4761-2008: relation to the head; '01' and '02' are the head. */
export const Relation = z.string().regex(/^\d\d$/)
const part = z.string().trim().max(60)
const proof = {
  /** The command. */
  id: z.uuid(),
  source: z.enum(SOURCES),
  /** Day the source was looked at; not after today. */
  verifiedOn: Day,
}
const version = z.int().min(1)

const chain = {
  road: part,
  estate: part,
  door: part,
  block: part,
}
const building = {
  place: GivenPlace,
  storeys: z.int().min(1).max(200),
  use: z.enum(BUILDING_USES),
  aliases: z.array(z.string().trim().min(2).max(80)).max(10),
}
export const BuildingBody = z.strictObject({
  ...proof,
  road: chain.road.default(''),
  estate: chain.estate.default(''),
  door: chain.door.default(''),
  block: chain.block.default(''),
  ...building,
  aliases: building.aliases.default([]),
})
export type BuildingBody = z.infer<typeof BuildingBody>
export const BuildingEdit = z.strictObject({
  ...proof,
  version,
  changes: z.strictObject({ ...chain, ...building }).partial(),
})
export type BuildingEdit = z.infer<typeof BuildingEdit>

export const HomeGiven = z.strictObject({
  id: z.uuid(),
  entrance: z.string().trim().max(20).default(''),
  floor: z.int().min(-9).max(200),
  room: z.string().trim().min(1).max(20),
  kind: z.enum(HOME_KINDS).default('unknown'),
})
export type HomeGiven = z.infer<typeof HomeGiven>
export const HomesBody = z.strictObject({ ...proof, homes: z.array(HomeGiven).min(1).max(500) })
export type HomesBody = z.infer<typeof HomesBody>
export const HomeChanges = z
  .strictObject({
    kind: z.enum(HOME_KINDS),
    hazards: z.array(z.enum(HAZARDS)).max(HAZARDS.length),
  })
  .partial()
export type HomeChanges = z.infer<typeof HomeChanges>
export const HomeEdit = z.strictObject({ ...proof, version, changes: HomeChanges })
export type HomeEdit = z.infer<typeof HomeEdit>

const sealedText = (max: number) => z.string().trim().max(max)
const facts = {
  name: z.string().trim().max(50),
  sex: z.enum(SEXES),
  birthDate: Day.nullable(),
  nationality: z.string().regex(/^[A-Z]{3}$/),
  idKind: z.enum(ID_KINDS),
  /** Null takes it away. */
  idNumber: z.string().trim().max(40).nullable(),
  phone: z.string().trim().max(30).nullable(),
  care: z.boolean(),
  workplace: sealedText(100).nullable(),
  occupation: sealedText(60).nullable(),
  emergencyContact: sealedText(100).nullable(),
  remark: sealedText(500).nullable(),
  /** Of foreign residents only, in Latin letters; a name in Chinese, if any, is `name`. */
  foreignSurname: z.string().trim().max(40).nullable(),
  foreignGiven: z.string().trim().max(40).nullable(),
  /** Last day the paper holds. */
  idUntil: Day.nullable(),
  stayPurpose: z.enum(STAY_PURPOSES).nullable(),
  arrivedOn: Day.nullable(),
  /** Last day they mean to stay. */
  leavesOn: Day.nullable(),
}
/** Why a number whose check character does not fit is kept all the same. */
const idReason = z.string().trim().min(2).max(200).optional()
/** People who were shown as likely the same and are not: remembered together with whoever is written down. */
const notSame = z.array(z.uuid()).max(20).optional()
export const PersonGiven = z.strictObject({
  ...facts,
  sex: facts.sex.default('unknown'),
  birthDate: facts.birthDate.default(null),
  nationality: facts.nationality.default('CHN'),
  idKind: facts.idKind.default('none'),
  idNumber: facts.idNumber.default(null),
  phone: facts.phone.default(null),
  care: facts.care.default(false),
  workplace: facts.workplace.default(null),
  occupation: facts.occupation.default(null),
  emergencyContact: facts.emergencyContact.default(null),
  remark: facts.remark.default(null),
  foreignSurname: facts.foreignSurname.default(null),
  foreignGiven: facts.foreignGiven.default(null),
  idUntil: facts.idUntil.default(null),
  stayPurpose: facts.stayPurpose.default(null),
  arrivedOn: facts.arrivedOn.default(null),
  leavesOn: facts.leavesOn.default(null),
  idReason,
  notSame,
})
export type PersonGiven = z.infer<typeof PersonGiven>
export const PersonChanges = z.strictObject({ ...facts, idReason }).partial()
export type PersonChanges = z.infer<typeof PersonChanges>

/** A place in a household. One that does not stand at this home yet is founded under this id. */
export const Stay = z.strictObject({
  kind: z.enum(RESIDENCE_KINDS),
  household: z.uuid(),
  /** Null: not known. */
  relation: Relation.nullable(),
})
export type Stay = z.infer<typeof Stay>
const stays = z.array(Stay).min(1).max(2)

/** The command's id becomes the person's. */
export const RegisterBody = z.strictObject({
  ...proof,
  person: PersonGiven,
  home: z.uuid(),
  stays,
  from: Day,
})
export type RegisterBody = z.infer<typeof RegisterBody>
export const PersonEdit = z.strictObject({ ...proof, version, changes: PersonChanges })
export type PersonEdit = z.infer<typeof PersonEdit>
/** From other people's ground only with the number on the paper in hand. */
const paper = z.string().trim().max(40).optional()
export const MoveInBody = z.strictObject({
  ...proof,
  version,
  home: z.uuid(),
  stays,
  from: Day,
  idNumber: paper,
})
export type MoveInBody = z.infer<typeof MoveInBody>
export const MoveOutBody = z.strictObject({
  ...proof,
  version,
  kinds: z.array(z.enum(RESIDENCE_KINDS)).min(1).max(2),
  on: Day,
})
export type MoveOutBody = z.infer<typeof MoveOutBody>
export const DeathBody = z.strictObject({ ...proof, version, on: Day })
export type DeathBody = z.infer<typeof DeathBody>
/** A child born into a household; the command's id becomes the child's. */
export const BirthBody = z.strictObject({
  ...proof,
  name: facts.name,
  sex: z.enum(SEXES),
  bornOn: Day,
  relation: Relation.nullable(),
  notSame,
})
export type BirthBody = z.infer<typeof BirthBody>

const AddEntry = z.strictObject({
  do: z.literal('add'),
  id: z.uuid(),
  person: PersonGiven,
  stays,
  from: Day.optional(),
})
const MoveInEntry = z.strictObject({
  do: z.literal('move-in'),
  person: z.uuid(),
  version,
  stays,
  from: Day.optional(),
  idNumber: paper,
})
/** Somebody who comes to a home: new, or known and moving here. */
export const JoinEntry = z.discriminatedUnion('do', [AddEntry, MoveInEntry])
export type JoinEntry = z.infer<typeof JoinEntry>
export const SheetEntry = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('edit'),
    person: z.uuid(),
    version,
    changes: PersonChanges.optional(),
    /** New relation within a household of this home. */
    relations: z.array(Stay).max(2).optional(),
  }),
  AddEntry,
  MoveInEntry,
  z.strictObject({
    do: z.literal('leave'),
    person: z.uuid(),
    version,
    how: z.enum(['moved-out', 'died']),
    on: Day,
    kinds: z.array(z.enum(RESIDENCE_KINDS)).min(1).max(2),
  }),
])
export type SheetEntry = z.infer<typeof SheetEntry>
/** One sitting at one home: the home, and everybody in it. All of it is kept or none. */
export const SheetBody = z.strictObject({
  ...proof,
  version,
  home: HomeChanges.optional(),
  entries: z.array(SheetEntry).max(40),
})
export type SheetBody = z.infer<typeof SheetBody>

export const RevealBody = z.strictObject({
  /** The command; the same id shows the same again and adds no line. */
  id: z.uuid(),
  field: z.enum(REVEALED),
  reason: z.string().trim().min(4).max(200),
})
export type RevealBody = z.infer<typeof RevealBody>
