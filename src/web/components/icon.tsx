const drawings = {
  overview: 'M2.5 13V8.5M6.2 13V4M9.8 13V6.5M13.5 13V2.5',
  records: 'M2 4h12M2 8h12M2 12h8',
  sources: 'M8 2v7.5M5 7l3 3 3-3M2.5 11v2.5h11V11',
  inventory: 'M8 2l5.500 2.600v6.800L8 14l-5.500-2.600V4.600zM2.700 4.800L8 7.300l5.300-2.500M8 7.300V14',
  map: 'M3 3.500h3.500v3.500H3zM9.500 9h3.500v3.500H9.500zM3 10.800h2.500M11.200 9V5.200H6.500M4.800 7v3.500',
  address:
    'M8 14s4.5-4.3 4.5-7.6A4.5 4.5 0 0 0 3.5 6.400C3.5 9.700 8 14 8 14zM8 7.900a1.600 1.600 0 1 0 0-3.200 1.600 1.600 0 0 0 0 3.200z',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.600V8l2.400 1.500',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1.100 1.100M11.900 11.900L13 13M13 3l-1.100 1.100M4.100 11.900L3 13',
  moon: 'M13.500 9.500A5.800 5.800 0 0 1 6.500 2.500a5.800 5.800 0 1 0 7 7z',
  auto: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12M8 5l4 0M8 8h6M8 11h4',
  table: 'M2 3h12v10H2zM2 6.500h12M2 10h12M6.500 3v10',
  chart: 'M2 13l3.500-5 3 2.500L14 3',
  download: 'M8 2v8M4.800 7L8 10.200 11.200 7M2.500 13.500h11',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  warning: 'M8 2.200l6.300 11.300H1.700zM8 6.500v3.200M8 11.600v.2',
  restart: 'M13 8a5 5 0 1 1-1.600-3.700M13.200 2v3h-3',
  columns: 'M2.500 3h11v10h-11zM6.200 3v10M9.800 3v10',
  up: 'M8 13V3.500M4.500 7L8 3.500 11.500 7',
  down: 'M8 3v9.500M4.500 9L8 12.500 11.500 9',
  zoomOut: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700L14 14M5 7h4',
  explore: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700L14 14M4.800 6l1.700 1.500L4.800 9M7.800 9h1.700',
  play: 'M4.500 3v10l8-5z',
  stop: 'M4 4h8v8H4z',
  format: 'M2.500 4h11M5 8h8.500M5 12h6',
  save: 'M3 2.500h8l2.500 2.500v8.500h-10.500zM5.500 2.500v4h5v-4M5 13.500v-4h6v4',
  star: 'M8 2.200l1.800 3.700 4 .6-2.900 2.800.7 4L8 11.400l-3.600 1.900.7-4L2.200 6.500l4-.6z',
  link: 'M6.800 9.200l2.400-2.400M7 4.800l1.800-1.800a3 3 0 0 1 4.200 4.200L11.200 9M9 11.200l-1.800 1.800A3 3 0 0 1 3 8.800L4.800 7',
  code: 'M5.500 4.500L2 8l3.500 3.500M10.500 4.500L14 8l-3.500 3.500',
  caret: 'M6 4l4 4-4 4',
  minus: 'M3 8h10',
  fit: 'M2.500 6v-3.500h3.500M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10',
  left: 'M13 8H3M6.500 4.500L3 8l3.500 3.500',
  right: 'M3 8h10M9.500 4.500L13 8l-3.500 3.500',
} as const;

export type IconName = keyof typeof drawings;

/** A line drawing of 16 by 16; always beside a word or inside something that has a label. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={drawings[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The mark of Weir: water that steps down twice. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="M2 5h5l3 4 3-4h5" fill="none" stroke="var(--accent)" strokeWidth="2.2" strokeLinejoin="round" />
      <path
        d="M2 10.5h4l4 4.5 4-4.5h4"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.2"
        opacity=".45"
        strokeLinejoin="round"
      />
    </svg>
  );
}
