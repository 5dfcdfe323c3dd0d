/**
 * Countries by ISO 3166-1 alpha-3 with their alpha-2, from general knowledge: GB/T 2659 and the code tables of GB/T 31000 were not read,
 * and what is sent to a system that keeps them is mapped there. Hong Kong, Macao and Taiwan are no nationalities.
 */
const PAIRS =
  `AFG AF ALB AL DZA DZ AND AD AGO AO ATG AG ARG AR ARM AM AUS AU AUT AT AZE AZ BHS BS BHR BH BGD BD BRB BB BLR BY BEL BE BLZ BZ
BEN BJ BTN BT BOL BO BIH BA BWA BW BRA BR BRN BN BGR BG BFA BF BDI BI CPV CV KHM KH CMR CM CAN CA CAF CF TCD TD CHL CL CHN CN COL CO COM KM
COG CG COD CD COK CK CRI CR CIV CI HRV HR CUB CU CYP CY CZE CZ DNK DK DJI DJ DMA DM DOM DO ECU EC EGY EG SLV SV GNQ GQ ERI ER EST EE SWZ SZ
ETH ET FJI FJ FIN FI FRA FR GAB GA GMB GM GEO GE DEU DE GHA GH GRC GR GRD GD GTM GT GIN GN GNB GW GUY GY HTI HT HND HN HUN HU ISL IS IND IN
IDN ID IRN IR IRQ IQ IRL IE ISR IL ITA IT JAM JM JPN JP JOR JO KAZ KZ KEN KE KIR KI PRK KP KOR KR KWT KW KGZ KG LAO LA LVA LV LBN LB LSO LS
LBR LR LBY LY LIE LI LTU LT LUX LU MDG MG MWI MW MYS MY MDV MV MLI ML MLT MT MHL MH MRT MR MUS MU MEX MX FSM FM MDA MD MCO MC MNG MN MNE ME
MAR MA MOZ MZ MMR MM NAM NA NRU NR NPL NP NLD NL NZL NZ NIC NI NER NE NGA NG NIU NU MKD MK NOR NO OMN OM PAK PK PLW PW PSE PS PAN PA PNG PG
PRY PY PER PE PHL PH POL PL PRT PT QAT QA ROU RO RUS RU RWA RW KNA KN LCA LC VCT VC WSM WS SMR SM STP ST SAU SA SEN SN SRB RS SYC SC SLE SL
SGP SG SVK SK SVN SI SLB SB SOM SO ZAF ZA SSD SS ESP ES LKA LK SDN SD SUR SR SWE SE CHE CH SYR SY TJK TJ TZA TZ THA TH TLS TL TGO TG TON TO
TTO TT TUN TN TUR TR TKM TM TUV TV UGA UG UKR UA ARE AE GBR GB USA US URY UY UZB UZ VUT VU VAT VA VEN VE VNM VN YEM YE ZMB ZM ZWE ZW`
    .split(/\s+/)
    .reduce<(readonly [string, string])[]>(
      (all, code, i, list) => (i % 2 === 0 ? [...all, [code, list[i + 1] ?? '']] : all),
      [],
    )

/** alpha-3 → alpha-2. */
const ALPHA2: ReadonlyMap<string, string> = new Map(PAIRS)
const ALPHA3: ReadonlyMap<string, string> = new Map(PAIRS.map(([three, two]) => [two, three]))
/** How machine-readable papers say that somebody has no nationality, is a refugee, or that it is not said (ICAO Doc 9303). */
const WITHOUT: readonly string[] = ['XXA', 'XXB', 'XXC', 'XXX']

export const NATIONALITIES: readonly string[] = [...ALPHA2.keys(), ...WITHOUT]
export const isNationality = (code: string): boolean => ALPHA2.has(code) || WITHOUT.includes(code)
/** @returns alpha-3 for either spelling of a code; undefined: neither */
export const nationalityCode = (code: string): string | undefined =>
  isNationality(code) ? code : ALPHA3.get(code)

const NAMES: Readonly<
  Record<string, { readonly shown: Intl.DisplayNames; readonly none: string; readonly unsaid: string }>
> = {
  'zh-CN': {
    shown: new Intl.DisplayNames('zh-CN', { type: 'region' }),
    none: '无国籍',
    unsaid: '国籍未登记',
  },
  en: { shown: new Intl.DisplayNames('en', { type: 'region' }), none: 'stateless', unsaid: 'not said' },
}
/** 意大利; a code that no list has stays as it is. */
export function nationalityWord(code: string, language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const two = ALPHA2.get(code)
  const names = NAMES[language]
  if (two !== undefined) return names?.shown.of(two) ?? code
  return (code === 'XXA' ? names?.none : code === 'XXX' ? names?.unsaid : undefined) ?? code
}
