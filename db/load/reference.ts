import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { seedCalendars } from '@lifang/domains/calendar/public.ts'
import { seedTemplates } from '@lifang/domains/notices/public.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'

const FOLDER = new URL('../reference/catalogues/', import.meta.url)

const Catalogue = z.object({
  standard: z.string().min(1),
  evidence: z.string().min(1),
  entries: z.array(
    z.object({
      kind: z.enum(['component', 'matter']),
      code: z.string(),
      name: z.string(),
      majorCode: z.string(),
      majorName: z.string(),
    }),
  ),
})
export type Catalogue = z.infer<typeof Catalogue>

/**
 * Writes the classes of a catalogue; those already there take the names of this release.
 * @param evidence how well the names are attested: 'second-hand', 'local', 'demo'
 */
export async function upsertCatalogue(
  tx: Tx,
  catalogue: Pick<Catalogue, 'standard' | 'entries'>,
  evidence: string,
): Promise<void> {
  await tx.run(sql`insert into catalogue_class (standard, kind, code, name, major_code, major_name, evidence)
    select ${catalogue.standard}, e.kind, e.code, e.name, e."majorCode", e."majorName", ${evidence}
    from jsonb_to_recordset(${JSON.stringify(catalogue.entries)}::jsonb)
      as e(kind text, code text, name text, "majorCode" text, "majorName" text)
    on conflict (standard, kind, code) do update set name = excluded.name, major_code = excluded.major_code,
      major_name = excluded.major_name, evidence = excluded.evidence`)
}

const TEMPLATES = new URL('../reference/notices/templates.json', import.meta.url)
const Templates = z.object({
  templates: z.array(
    z.object({
      event: z.string(),
      channel: z.string(),
      language: z.string(),
      title: z.string().min(1),
      body: z.string(),
    }),
  ),
})

/**
 * Reference data of this release: the published calendars, the classes of the national catalogues and the
 * texts of notices. Real and cited, for
 * every deployment; repeating it changes nothing.
 */
export async function loadReference(admin: Db, county: number): Promise<void> {
  const names = (await readdir(FOLDER)).filter((name) => /^gbt[\d-]+.*\.json$/.test(name)).toSorted()
  const catalogues = await Promise.all(
    names.map(async (name) => Catalogue.parse(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')))),
  )
  const { templates } = Templates.parse(JSON.parse(await readFile(TEMPLATES, 'utf8')))
  await admin.transaction(async (tx) => {
    await seedCalendars(tx, county)
    await seedTemplates(tx, templates, new Date())
    // The files begin with the word and go on to say from where; the column keeps the word.
    for (const c of catalogues) await upsertCatalogue(tx, c, c.evidence.split(':')[0] ?? c.evidence)
  })
}
