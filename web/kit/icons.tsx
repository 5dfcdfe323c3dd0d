/** One outline family, 20 × 20. */
const PATHS = {
  list: 'M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01',
  add: 'M10 4v12M4 10h12',
  send: 'M17 3L8.500 11.500M17 3l-5 14-3.500-5.500L3 8z',
  layers: 'M10 3l7 4-7 4-7-4zM3 10.500l7 4 7-4M3 13.500l7 4 7-4',
  print: 'M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.500h8V17H6z',
  doc: 'M5 2.5h7l3 3V17.5H5zM12 2.5v3h3M7.5 9.5h5M7.5 13h5',
  book: 'M4 4.500A1.500 1.500 0 015.500 3H16v11.500H5.500A1.500 1.500 0 004 16zM4 16a1.500 1.500 0 001.500 1.500H16v-3M7.500 6.500h5M7.500 9.500h5',
  people:
    'M7.5 9.5a3 3 0 100-6 3 3 0 000 6zM2 16.5c.4-3 2.500-4.500 5.500-4.500s5.100 1.500 5.500 4.500M13 3.700a3 3 0 010 5.600M15 12.300c1.800.6 2.800 2 3 4.200',
  person:
    'M10 9.500a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM3.500 17.500c.5-3.800 3-5.500 6.500-5.500s6 1.700 6.500 5.500',
  home: 'M3.500 9L10 3.500 16.500 9M5 8v8.500h10V8M8.300 16.500V11.500h3.400v5',
  search: 'M9 14.5a5.5 5.5 0 100-11 5.5 5.5 0 000 11zM13 13l4 4',
  clock: 'M10 17a7 7 0 100-14 7 7 0 000 14zM10 6v4l2.500 2',
  down: 'M5 8l5 5 5-5',
  right: 'M8 5l5 5-5 5',
  camera: 'M3 6h3l1.500-2h5L14 6h3v10H3zM10 13.500a3 3 0 100-6 3 3 0 000 6z',
  close: 'M5 5l10 10M15 5L5 15',
  note: 'M4 16l1-4 8-8 3 3-8 8zM11 6l3 3',
  stop: 'M10 17a7 7 0 100-14 7 7 0 000 14zM10 6.500v4M10 13.300v.4',
  back: 'M12 5l-5 5 5 5',
  pin: 'M10 17.500s5-4.700 5-9a5 5 0 00-10 0c0 4.300 5 9 5 9zM10 10.300a1.800 1.800 0 100-3.600 1.800 1.800 0 000 3.600z',
  check: 'M4 10.500l4 4 8-9',
  refresh: 'M15.500 7A6 6 0 104 11.500M15.500 3.500V7H12',
  bell: 'M5.500 14V9a4.500 4.500 0 019 0v5l1.500 1.500H4zM8.500 17.500h3',
  gear: 'M10 12.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5zM10 3v2.200M10 14.800V17M3 10h2.200M14.800 10H17M5.050 5.050l1.550 1.550M13.400 13.400l1.550 1.550M14.950 5.050L13.400 6.600M6.600 13.400l-1.550 1.550',
  link: 'M8.500 11.500a3 3 0 004.300 0l3-3a3 3 0 00-4.300-4.300l-1 1M11.500 8.500a3 3 0 00-4.300 0l-3 3a3 3 0 004.300 4.300l1-1',
  wall: 'M2.500 4h15v10h-15zM7 17h6M10 14v3M6 11V8.500M10 11V7M14 11V9.500',
  phone:
    'M4 3.500h3l1.500 4-2 1.500a9 9 0 004.500 4.500l1.500-2 4 1.500v3c0 .6-.4 1-1 1A13 13 0 013 4.500c0-.6.4-1 1-1z',
  walk: 'M5 16.500a2 2 0 100-4 2 2 0 000 4zM15 7.500a2 2 0 100-4 2 2 0 000 4zM7 14.500h5.500a2.500 2.500 0 000-5h-5a2.500 2.500 0 010-5H13',
  day: 'M4 4.500h12V17H4zM4 8h12M7 2.500v3.500M13 2.500v3.500M7.500 12l2 2 3.500-3.500',
  grid: 'M3 3h14v14H3zM3 7.700h14M3 12.300h14M7.700 3v14M12.300 3v14',
  out: 'M10 13V3M6.500 6.500L10 3l3.500 3.500M4 11v6h12v-6',
  key: 'M12.500 9.500a3.500 3.500 0 10-3.300-2.300L3 13.500V17h3.500v-2H8v-1.500h1.500L11 12a3.500 3.500 0 001.500-2.500z',
} as const
export type IconName = keyof typeof PATHS

export function Icon({ name, large = false }: { name: IconName; large?: boolean }) {
  return (
    <svg className={large ? 'ic l' : 'ic'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** 里坊: nine wards, the gate in the middle of the south. */
export function Mark({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 30 30" aria-hidden="true">
      <g fill="currentColor">
        <rect x="2" y="2" width="7.3" height="7.3" opacity=".55" />
        <rect x="11.3" y="2" width="7.3" height="7.3" opacity=".8" />
        <rect x="20.7" y="2" width="7.3" height="7.3" opacity=".55" />
        <rect x="2" y="11.3" width="7.3" height="7.3" opacity=".8" />
        <rect x="11.3" y="11.3" width="7.3" height="7.3" />
        <rect x="20.7" y="11.3" width="7.3" height="7.3" opacity=".8" />
        <rect x="2" y="20.7" width="7.3" height="7.3" opacity=".55" />
        <path d="M11.3 20.7h7.3V28h-2v-4h-3.3v4h-2z" opacity=".95" />
        <rect x="20.7" y="20.7" width="7.3" height="7.3" opacity=".55" />
      </g>
    </svg>
  )
}
