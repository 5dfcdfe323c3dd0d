/** The two themes of the map. */
import type { MapTheme } from './model.ts'

interface Colours {
  readonly page: string
  readonly block: string
  readonly green: string
  readonly building: string
  readonly water: string
  readonly waterName: string
  readonly road: string
  readonly roadEdge: string
  readonly roadName: string
  readonly grid: string
  readonly community: string
  readonly gridName: string
  readonly communityName: string
  readonly halo: string
  readonly stress: string
  readonly cluster: string
  readonly clusterEdge: string
  readonly clusterText: string
  readonly steps: readonly [string, string, string, string, string]
}
export const COLOURS = {
  light: {
    page: '#f1f4f8',
    block: '#e8edf3',
    green: '#e4ece4',
    building: '#d9e0e9',
    water: '#cfdff0',
    waterName: '#5d7ba0',
    road: '#ffffff',
    roadEdge: '#dbe2ea',
    roadName: '#6b7787',
    grid: '#7d97b8',
    community: '#22538f',
    gridName: '#4b5b6e',
    communityName: '#1d4a82',
    halo: '#ffffff',
    stress: '#22538f',
    cluster: '#ffffff',
    clusterEdge: '#22538f',
    clusterText: '#1b2430',
    steps: ['#eaf1fa', '#bfd2e8', '#7fb2e5', '#3a7ab3', '#22538f'],
  },
  dark: {
    page: '#0f1a28',
    block: '#132132',
    green: '#12261f',
    building: '#172639',
    water: '#0c2440',
    waterName: '#5e82ab',
    road: '#1a2b40',
    roadEdge: '#13202f',
    roadName: '#8fa5bd',
    grid: '#0b1420',
    community: '#dce7f3',
    gridName: '#dce7f3',
    communityName: '#f1f6fb',
    halo: '#0b1420',
    stress: '#67a6dc',
    cluster: '#111d2c',
    clusterEdge: '#8fa5bd',
    clusterText: '#f1f6fb',
    steps: ['#15304b', '#1d4468', '#285c8a', '#3a7ab3', '#67a6dc'],
  },
} as const satisfies Record<MapTheme, Colours>
